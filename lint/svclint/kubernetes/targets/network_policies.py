"""NetworkPolicies that apply to the ports of a workload.

Source: the API reference of NetworkPolicy (networking.k8s.io/v1). Policies only allow: a pod that
any policy selects for ingress accepts what at least one of these policies allows, nothing else.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.selection import has_labels, matches
from svclint.kubernetes.targets.object_index import object_index
from svclint.kubernetes.workloads import Workload
from svclint.model.data import labels, mapping, sequence, text, whole
from svclint.source import Document


def policies_on(workload: Workload, inventory: Inventory) -> list[Document]:
    """Return the NetworkPolicies, deployed together with a workload, that select its pods.

    Only those for incoming traffic.
    """
    index = object_index(
        _placed_label, inventory, lambda: inventory.of_kind("networking.k8s.io", "NetworkPolicy")
    )
    keys = [
        (place, pair)
        for place in inventory.places(workload.document)
        for pair in (None, *workload.labels.items())
    ]
    return [each for each in index.find_any(keys) if _selects(each, workload)]


def _placed_label(policy: Document, inventory: Inventory) -> list[Hashable]:
    """Return each place of a policy with a label that its selector requires, if it does."""
    types = sequence(policy.value(("spec", "policyTypes")))
    if types and "Ingress" not in types:
        return []
    pair = next(iter(_required_labels(policy).items()), None)
    return [(place, pair) for place in inventory.places(policy)]


def _required_labels(policy: Document) -> Mapping[str, str]:
    return labels(policy.value(("spec", "podSelector", "matchLabels")))


def _selects(policy: Document, workload: Workload) -> bool:
    selector = mapping(policy.value(("spec", "podSelector")))
    return has_labels(workload, _required_labels(policy)) and matches(workload.labels, selector)


def allows(policy: Document, workload: Workload, number: int, protocol: str) -> bool:
    """Return whether a policy allows anybody to reach a port of the pods of a workload."""
    return any(
        opens_port(mapping(rule).get("ports"), workload, number, protocol)
        for rule in sequence(policy.value(("spec", "ingress")))
    )


def opens_port(ports: Any, workload: Workload, number: int, protocol: str) -> bool:
    """Return whether the ``ports`` of a rule include a port of the pods of a workload."""
    entries = [mapping(entry) for entry in sequence(ports)]
    if not entries:
        return True
    for entry in entries:
        port, last = entry.get("port"), whole(entry.get("endPort"))
        if (text(entry.get("protocol")) or "TCP") != protocol:
            continue
        first = whole(port)
        if port is None or (first is not None and first <= number <= (last or first)):
            return True
        if any(
            (found.name, found.number, found.protocol) == (port, number, protocol)
            for found in workload.ports
        ):
            return True
    return False


def opened_ports(policy: Document) -> list[tuple[str, str]]:
    """Return the ports that a policy opens for incoming traffic, as written, with the protocol."""
    entries = [
        mapping(entry)
        for rule in sequence(policy.value(("spec", "ingress")))
        for entry in sequence(mapping(rule).get("ports"))
    ]
    return [
        (str(entry["port"]), text(entry.get("protocol")) or "TCP")
        for entry in entries
        if entry.get("port") is not None
    ]
