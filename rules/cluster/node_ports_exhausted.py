"""The cluster has too few free node ports left."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.config import ClusterFacts
from svclint.model import Report, Severity, refused
from svclint.rule import cluster_rule
from svclint.service import Service
from svclint.service.allocation import automatic_node_ports, requested_node_ports, stored_node_ports


@cluster_rule("node-ports-exhausted", Severity.ERROR, since="0.1")
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """The cluster has too few free node ports left."""
    first, last = facts.node_ports
    asked = {request.number for request in requested_node_ports(service)}
    free = (
        last
        - first
        + 1
        - len({p for p in (*asked, *facts.claims.node_ports) if first <= p <= last})
    )
    needed = automatic_node_ports(service) - len(stored_node_ports(service))
    if needed > free:
        yield refused(
            ("spec", "ports"),
            f"{needed} node ports are needed, but only {free} of {first}-{last} are free",
            "widen --service-node-port-range, or set allocateLoadBalancerNodePorts: false",
            reason="InternalError",
            field="",
            at_key=True,
        )
