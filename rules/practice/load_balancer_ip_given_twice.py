"""A Service requests addresses of MetalLB in an annotation and in spec.loadBalancerIP."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.providers import balancer_of_class, providers
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.data import labels, text
from svclint.rule import service_rule

_METALLB = "MetalLB"


@service_rule(
    "load-balancer-ip-given-twice",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("loadBalancerIP",),
)
def rule(service: Service) -> Iterator[Report]:
    """A Service requests addresses of MetalLB in an annotation and in spec.loadBalancerIP."""
    address = service.spec.get("loadBalancerIP")
    if service.type != "LoadBalancer" or not address:
        return
    balancer = balancer_of_class(text(service.spec.get("loadBalancerClass")))
    if balancer is not None and balancer.name != _METALLB:
        # MetalLB leaves a Service of another class alone.
        return
    annotations = labels(service.metadata.get("annotations"))
    keys = next(each.requests for each in providers() if each.name == _METALLB)
    key = next((each for each in keys if annotations.get(each)), "")
    if key:
        yield Report(
            ("spec", "loadBalancerIP"),
            f"loadBalancerIP {address} stands beside {key}: {annotations[key]}; MetalLB refuses a "
            "Service with both, which gets no address",
            "remove loadBalancerIP",
        )
