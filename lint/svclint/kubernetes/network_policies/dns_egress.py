"""Workloads that NetworkPolicies cut off from the DNS of the cluster.

Source: "Declare Network Policy" in the Kubernetes documentation: policies for outgoing traffic also
apply to DNS, which no rule opens by default.
"""

from __future__ import annotations

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies.peers import Peer, peer_workloads, peers_of
from svclint.kubernetes.network_policies.policies_on_workloads import policies_on
from svclint.kubernetes.workloads import Workload
from svclint.model import Data
from svclint.model.data import mapping, sequence, whole
from svclint.source import Document

_PORT = 53
# The pods of the DNS are in this namespace.
_SYSTEM = "kube-system"


def workloads_without_dns(policy: Document, inventory: Inventory) -> list[Workload]:
    """Return the workloads that no policy on them lets connect to port 53.

    Of several policies on a workload, the first that opens anything has it.
    """
    found = inventory.cache.computed("workloads without DNS", lambda: _by_policy(inventory))
    return found.get(id(policy), [])


def _by_policy(inventory: Inventory) -> dict[int, list[Workload]]:
    by_policy: dict[int, list[Workload]] = {}
    opening: dict[int, bool] = {}
    for workload in inventory.workloads.all:
        policies = [] if workload.host_network else policies_on(workload, inventory, "Egress")
        for each in policies:
            if id(each) not in opening:
                opening[id(each)] = _opens_dns(each, inventory)
        first = next((each for each in policies if _rules(each)), None)
        if first is not None and not any(opening[id(each)] for each in policies):
            by_policy.setdefault(id(first), []).append(workload)
    return by_policy


def _rules(policy: Document) -> list[Data]:
    return [mapping(each) for each in sequence(policy.value(("spec", "egress")))]


def _opens_dns(policy: Document, inventory: Inventory) -> bool:
    """Return whether a rule opens port 53, to whomever, or every port to what may be the DNS."""
    peers = list(peers_of(policy))
    for number, rule in enumerate(_rules(policy)):
        entries = [mapping(each) for each in sequence(rule.get("ports"))]
        own = [each for each in peers if (each.direction, each.rule) == ("egress", number)]
        # What is not a peer with pods is a block of addresses.
        has_blocks = len(own) < len(sequence(rule.get("to"))) or not own
        if any(map(_includes_dns, entries)):
            return True
        if not entries and (
            has_blocks or any(_may_be_dns(policy, each, inventory) for each in own)
        ):
            return True
    return False


def _includes_dns(entry: Data) -> bool:
    """Return whether a port of a rule includes 53; a name may be that of any number."""
    first = whole(entry.get("port"))
    return first is None or first <= _PORT <= (whole(entry.get("endPort")) or first)


def _may_be_dns(policy: Document, peer: Peer, inventory: Inventory) -> bool:
    if peer.namespace == _SYSTEM or (peer.namespace == "*" and not peer.pairs):
        return True
    workloads = peer_workloads(policy, peer, inventory)
    ports = (port for workload in workloads for port in workload.ports)
    return not workloads or any(port.number == _PORT for port in ports)
