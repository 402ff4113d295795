"""A load balancer exposes the kubelet's port 10250."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service

KUBELET_PORT = 10250


@service_rule("kubelet-port-exposed", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """A load balancer exposes the kubelet's port 10250."""
    if service.type != "LoadBalancer":
        return
    for index, port in enumerate(service.ports):
        if port["port"] == KUBELET_PORT:
            yield refused(
                ("spec", "ports", index, "port"),
                f"port {KUBELET_PORT} may not be exposed by a LoadBalancer: the kubelet uses it",
                "expose another port and set targetPort",
                field=f"spec.ports[{index}]",
            )
