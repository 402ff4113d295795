"""A fixed node port is in the range that the cluster allocates dynamically."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import requested_node_ports
from svclint.kubernetes.version_changes import NODE_PORT_BAND
from svclint.model import Report, Severity
from svclint.model.addresses import node_port_band
from svclint.model.cluster import ClusterFacts
from svclint.rule import cluster_rule


@cluster_rule("node-port-in-dynamic-band", Severity.NOTE, since="0.1", where=("nodePort",))
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A fixed node port is in the range that the cluster allocates dynamically."""
    band = node_port_band(*facts.node_ports)
    if band is None or service.live is not None or not NODE_PORT_BAND.is_in(service.version):
        return
    if facts.is_assumed:
        # Nearly every node port that people choose is in the upper part of the default range.
        return
    for request in requested_node_ports(service):
        if band[1] < request.number <= facts.node_ports[1]:
            yield Report(
                ("spec", "ports", request.entry, "nodePort"),
                f"nodePort {request.number} is fixed, but in the range that is allocated "
                "dynamically: another Service may already have it",
                f"use a port from {band[0]} to {band[1]}, which dynamic allocation uses last",
            )
