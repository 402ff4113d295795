"""A node port already belongs to another Service, or to another port of this one."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import requested_node_ports, stored_node_ports
from svclint.model import Report, Severity, refused
from svclint.model.cluster import ClusterFacts
from svclint.rule import cluster_rule

REMEDY = "use another node port, or leave nodePort out and let the cluster choose"


@cluster_rule("node-port-taken", Severity.ERROR, since="0.1", where=("nodePort",))
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A node port already belongs to another Service, or to another port of this one."""
    own: dict[int, int] = {}
    ends: set[tuple[int, str]] = set()
    first, last = facts.node_ports
    stored = stored_node_ports(service)
    own_name = f"{service.object_name.namespace or facts.namespace}/{service.object_name.name}"
    for request in requested_node_ports(service):
        number = request.number
        if not first <= number <= last:
            continue
        path = ("spec", "ports", request.entry, "nodePort")
        holder = facts.claims.node_ports.get(number, own_name)
        end = number, service.ports[request.entry]["protocol"]
        if end in ends:
            # node-port-duplicate reports it more clearly.
            continue
        ends.add(end)
        if number in own:
            yield refused(
                path,
                f"nodePort {number} already belongs to .spec.ports[{own[number]}], "
                "and only entries with the same port may share it",
                REMEDY,
            )
        elif number in stored:
            yield refused(
                path, f"nodePort {number} is still this Service's healthCheckNodePort", REMEDY
            )
        elif holder != own_name:
            yield refused(path, f"nodePort {number} already belongs to Service {holder}", REMEDY)
        own.setdefault(number, request.entry)
