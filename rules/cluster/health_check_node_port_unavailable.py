"""A health-check node port is outside the range, or taken."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import requested_node_ports, stored_spec
from svclint.kubernetes.service.carry_over import needs_health_check, node_ports
from svclint.model import Report, Severity, assumed, refused
from svclint.model.cluster import ClusterFacts
from svclint.rule import cluster_rule


@cluster_rule(
    "health-check-node-port-unavailable",
    Severity.ERROR,
    since="0.1",
    where=("healthCheckNodePort",),
)
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A health-check node port is outside the range, or taken."""
    number = service.spec.get("healthCheckNodePort", 0)
    stored = stored_spec(service)
    # A live health check keeps its number; health-check-node-port-changed reports another one.
    if not number or not service.needs_health_check or needs_health_check(stored):
        return
    first, last = facts.node_ports
    path = ("spec", "healthCheckNodePort")
    own = {request.number for request in requested_node_ports(service)} | node_ports(stored)
    own_name = f"{service.object_name.namespace or facts.namespace}/{service.object_name.name}"
    holder = facts.claims.node_ports.get(number, own_name)
    if not first <= number <= last:
        message = f"healthCheckNodePort {number} is outside the node-port range {first}-{last}"
    elif number in own:
        message = f"healthCheckNodePort {number} is also the nodePort of a port of this Service"
    elif holder != own_name:
        message = f"healthCheckNodePort {number} already belongs to Service {holder}"
    else:
        return
    report = refused(
        path,
        message,
        f"use a free port from {first} to {last}, or leave healthCheckNodePort out",
        reason="InternalError",
        field="",
    )
    is_default = facts.is_assumed and 1 <= number <= 65535 and number not in own
    yield assumed(report) if is_default else report
