"""A node port lies outside the cluster's node-port range."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.config import ClusterFacts
from svclint.model import Report, Severity, refused
from svclint.rule import cluster_rule
from svclint.service import Service
from svclint.service.allocation import requested_node_ports

@cluster_rule("node-port-outside-range", Severity.ERROR, since="0.1")
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A node port lies outside the cluster's node-port range."""
    first, last = facts.node_ports
    for request in requested_node_ports(service):
        if not first <= request.number <= last:
            yield refused(
                ("spec", "ports", request.index, "nodePort"),
                f"nodePort {request.number} is outside the node-port range {first}-{last}",
                f"use a port from {first} to {last}, or leave nodePort out",
            )
