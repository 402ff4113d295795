"""A NodePort or LoadBalancer Service is headless."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import cluster_ip_path
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("headless-type", Severity.ERROR, since="0.1", where=("LoadBalancer", "NodePort"))
def rule(service: Service) -> Iterator[Report]:
    """A NodePort or LoadBalancer Service is headless."""
    if service.is_headless and service.type in ("NodePort", "LoadBalancer"):
        yield refused(
            cluster_ip_path(service, 0),
            f"a Service of type {service.type} cannot be headless (clusterIP: None)",
            "remove clusterIP: None, or use type ClusterIP",
            field="spec.clusterIPs[0]",
        )
