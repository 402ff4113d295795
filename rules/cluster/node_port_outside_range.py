"""A node port is outside the node-port range of the cluster."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import requested_node_ports
from svclint.model import Report, Severity, assumed, refused
from svclint.model.cluster import ClusterFacts
from svclint.rule import cluster_rule

REMEDY = "use a port from {} to {}, or leave nodePort out"


@cluster_rule("node-port-outside-range", Severity.ERROR, since="0.1", where=("nodePort",))
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A node port is outside the node-port range of the cluster."""
    first, last = facts.node_ports
    for request in requested_node_ports(service):
        number, path = request.number, ("spec", "ports", request.entry, "nodePort")
        if not 1 <= number <= 65535:
            yield refused(path, f"nodePort {number} is outside 1-65535", REMEDY.format(first, last))
        elif not first <= number <= last:
            message = f"nodePort {number} is outside the node-port range {first}-{last}"
            report = refused(path, message, REMEDY.format(first, last))
            yield assumed(report) if facts.is_assumed else report
