"""A node port already belongs to another Service, or to another port of this one."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.config import ClusterFacts
from svclint.model import Report, Severity, refused
from svclint.rule import cluster_rule
from svclint.service import Service
from svclint.service.allocation import requested_node_ports, stored_node_ports


@cluster_rule("node-port-taken", Severity.ERROR, since="0.1")
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A node port already belongs to another Service, or to another port of this one."""
    own: dict[int, int] = {}
    first, last = facts.node_ports
    stored = stored_node_ports(service)
    for request in requested_node_ports(service):
        number = request.number
        if not first <= number <= last:
            continue
        holder = None if number in stored else facts.claims.node_ports.get(number)
        if number in own:
            holder = f".spec.ports[{own[number]}] of this Service; only entries with the same port may share it"
        elif holder is not None:
            holder = f"Service {holder}"
        if holder is not None:
            yield refused(
                ("spec", "ports", request.entry, "nodePort"),
                f"nodePort {number} already belongs to {holder}",
                "use another node port, or leave nodePort out and let the cluster choose",
            )
        own.setdefault(number, request.entry)
