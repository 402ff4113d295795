"""A load balancer does not restrict its clients."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.load_balancers import is_internal
from svclint.kubernetes.providers import limits_clients
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.data import labels
from svclint.rule import service_rule


@service_rule(
    "load-balancer-open", Severity.NOTE, since="0.1", profile="strict", where=("LoadBalancer",)
)
def rule(service: Service) -> Iterator[Report]:
    """A load balancer does not restrict its clients."""
    annotations = labels(service.metadata.get("annotations"))
    if service.type != "LoadBalancer" or service.spec.get("loadBalancerSourceRanges"):
        return
    if "service.beta.kubernetes.io/load-balancer-source-ranges" in annotations:
        return
    if not is_internal(service.metadata, service.spec) and not limits_clients(annotations, ()):
        yield Report(
            ("spec", "type"),
            "loadBalancerSourceRanges is not set, so every client that reaches the load balancer "
            "may connect",
            "list the networks of the clients; [0.0.0.0/0] makes access for all explicit",
        )
