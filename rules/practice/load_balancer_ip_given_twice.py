"""A Service requests addresses of MetalLB in an annotation and in spec.loadBalancerIP."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.data import labels
from svclint.rule import service_rule

_KEYS = ("metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs")


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
    annotations = labels(service.metadata.get("annotations"))
    key = next((each for each in _KEYS if annotations.get(each)), "")
    if key:
        yield Report(
            ("spec", "loadBalancerIP"),
            f"loadBalancerIP {address} stands beside {key}: {annotations[key]}; MetalLB refuses a "
            "Service with both, which gets no address",
            "remove loadBalancerIP",
        )
