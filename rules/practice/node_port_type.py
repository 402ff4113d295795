"""A Service opens ports on every node."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.rule import service_rule


@service_rule("node-port-type", Severity.NOTE, since="0.1", profile="strict", where=("NodePort",))
def rule(service: Service) -> Iterator[Report]:
    """A Service opens ports on every node."""
    if service.type == "NodePort":
        yield Report(
            ("spec", "type"),
            "type NodePort opens a port on every node, which bypasses load balancers, TLS and "
            "Ingress rules",
            "use type ClusterIP behind an Ingress or a Gateway, or type LoadBalancer",
        )
