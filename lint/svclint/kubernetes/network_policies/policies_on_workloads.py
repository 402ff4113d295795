"""NetworkPolicies that apply to the ports of a workload.

Source: the API reference of NetworkPolicy (networking.k8s.io/v1). Policies only allow: a pod that
any policy selects for ingress accepts what at least one of these policies allows, nothing else.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies.port_openings import PortOpenings
from svclint.kubernetes.selection import has_labels, matches
from svclint.kubernetes.targets.object_index import object_index
from svclint.kubernetes.workloads import Workload
from svclint.model.data import labels, mapping, sequence, text
from svclint.source import Document


def policies_on(
    workload: Workload, inventory: Inventory, direction: str = "Ingress"
) -> list[Document]:
    """Return the NetworkPolicies, deployed together with a workload, that select its pods.

    Only those for traffic in a direction: ``Ingress`` or ``Egress``.
    """
    index = object_index(
        _KEYS[direction], inventory, lambda: inventory.of_kind("networking.k8s.io", "NetworkPolicy")
    )
    keys = [
        (place, pair)
        for place in inventory.places(workload.document)
        for pair in (None, *workload.labels.items())
    ]
    return [each for each in index.find_any(keys) if _selects(each, workload)]


def _of_ingress(policy: Document, inventory: Inventory) -> list[Hashable]:
    types = sequence(policy.value(("spec", "policyTypes")))
    return [] if types and "Ingress" not in types else _placed_label(policy, inventory)


def _of_egress(policy: Document, inventory: Inventory) -> list[Hashable]:
    types = sequence(policy.value(("spec", "policyTypes")))
    # Without types, a policy is for outgoing traffic if it has a rule for it.
    is_about = "Egress" in types if types else bool(policy.value(("spec", "egress")))
    return _placed_label(policy, inventory) if is_about else []


_KEYS = {"Ingress": _of_ingress, "Egress": _of_egress}


def _placed_label(policy: Document, inventory: Inventory) -> list[Hashable]:
    """Return each place of a policy with a label that its selector requires, if it does."""
    pair = next(iter(_required_labels(policy).items()), None)
    return [(place, pair) for place in inventory.places(policy)]


def _required_labels(policy: Document) -> Mapping[str, str]:
    return labels(policy.value(("spec", "podSelector", "matchLabels")))


def _selects(policy: Document, workload: Workload) -> bool:
    selector = mapping(policy.value(("spec", "podSelector")))
    return has_labels(workload, _required_labels(policy)) and matches(workload.labels, selector)


def openings(policy: Document, direction: str, workload: Workload) -> PortOpenings:
    """Return the ports of the pods of a workload that a policy opens, to or from anybody.

    ``direction`` is ``ingress`` or ``egress``.
    """
    rules = sequence(policy.value(("spec", direction)))
    return PortOpenings((mapping(rule).get("ports") for rule in rules), workload)


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
