"""The cluster has too few free node ports."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import (
    automatic_node_ports,
    requested_node_ports,
    stored_node_ports,
)
from svclint.model import Report, Severity, refused
from svclint.model.cluster import ClusterFacts
from svclint.rule import cluster_rule


@cluster_rule(
    "node-ports-exhausted", Severity.ERROR, since="0.1", where=("NodePort", "LoadBalancer")
)
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """The cluster has too few free node ports."""
    first, last = facts.node_ports
    used = {request.number for request in requested_node_ports(service)}
    used.update(facts.claims.node_ports, stored_node_ports(service))
    needed = automatic_node_ports(service)
    if service.needs_health_check:
        # The health check needs a node port as well, allocated after those of the ports.
        health_check = service.spec.get("healthCheckNodePort", 0)
        used.add(health_check)
        needed += not health_check
    free = last - first + 1 - sum(first <= number <= last for number in used)
    if needed > free:
        remedy = "widen --service-node-port-range of kube-apiserver"
        if service.type == "LoadBalancer":
            remedy += ", or set allocateLoadBalancerNodePorts: false"
        yield refused(
            ("spec", "ports"),
            f"the node-port range {first}-{last} has {free} free ports, "
            f"but this Service needs {needed}",
            remedy,
            reason="InternalError",
            field="",
            at_key=True,
        )
