"""A load balancer does not specify its implementation."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.providers import balancer_of
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.data import labels
from svclint.rule import service_rule


@service_rule(
    "load-balancer-class-missing",
    Severity.NOTE,
    since="0.1",
    profile="strict",
    where=("LoadBalancer",),
)
def rule(service: Service) -> Iterator[Report]:
    """A load balancer does not specify its implementation."""
    if service.type != "LoadBalancer" or service.spec.get("loadBalancerClass") or service.live:
        return
    if not any(map(balancer_of, labels(service.metadata.get("annotations")))):
        yield Report(
            ("spec", "type"),
            "loadBalancerClass is not set, so the default implementation of the cluster, if there "
            "is one, provides the load balancer",
            "set loadBalancerClass when the Service is created; later it cannot be changed",
        )
