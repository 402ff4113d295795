"""NetworkPolicies that apply to the ports of a workload.

Source: the API reference of NetworkPolicy (networking.k8s.io/v1). Policies only allow: a pod that
any policy selects for ingress accepts what at least one of these policies allows, nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.selection import matches
from svclint.kubernetes.workloads import Workload
from svclint.model.data import labels, mapping, sequence, text, whole
from svclint.source import Document


def policies_on(workload: Workload, inventory: Inventory) -> list[Document]:
    """Return the NetworkPolicies, deployed together with a workload, that select its pods.

    Only those for incoming traffic.
    """
    if "policies" not in inventory.cache:
        inventory.cache["policies"] = _policies(inventory)
    found: dict[int, list[Document]] = inventory.cache["policies"]
    return found.get(id(workload.document), [])


def _policies(inventory: Inventory) -> dict[int, list[Document]]:
    found: dict[int, list[Document]] = defaultdict(list)
    for document in inventory.of_kind("networking.k8s.io", "NetworkPolicy"):
        types = sequence(document.value(("spec", "policyTypes")))
        if types and "Ingress" not in types:
            continue
        selector = mapping(document.value(("spec", "podSelector")))
        places = inventory.places(document)
        pairs = labels(selector.get("matchLabels"))
        workloads = inventory.workloads
        candidates = workloads.selected(places, pairs) if pairs else workloads.within(places)
        for workload in candidates:
            if matches(workload.labels, selector):
                found[id(workload.document)].append(document)
    return found


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
