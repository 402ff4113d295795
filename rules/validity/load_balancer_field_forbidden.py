"""A load-balancer field is set on another Service type."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Path, Report, Severity, refused
from svclint.rule import service_rule

ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges"


@service_rule(
    "load-balancer-field-forbidden",
    Severity.ERROR,
    since="0.1",
    where=(
        "allocateLoadBalancerNodePorts",
        "loadBalancerClass",
        "loadBalancerSourceRanges",
        "annotations",
    ),
)
def rule(service: Service) -> Iterator[Report]:
    """A load-balancer field is set on another Service type."""
    if service.type == "LoadBalancer":
        return
    spec = service.spec
    annotations = service.metadata.get("annotations") or {}
    for name in ("allocateLoadBalancerNodePorts", "loadBalancerClass"):
        if spec.get(name) is not None:
            yield _forbidden(("spec", name), name, service.type)
    if spec.get("loadBalancerSourceRanges"):
        name = "loadBalancerSourceRanges"
        yield _forbidden(("spec", name), name, service.type, "spec.LoadBalancerSourceRanges")
    elif ANNOTATION in annotations:
        yield _forbidden(
            ("metadata", "annotations", ANNOTATION),
            f"the annotation {ANNOTATION}",
            service.type,
            f"metadata.annotations[{ANNOTATION}]",
        )


def _forbidden(path: Path, name: str, kind: str, field: str | None = None) -> Report:
    return refused(
        path,
        f"{name} may only be set on type LoadBalancer; this Service is of type {kind}",
        "remove it, or set type: LoadBalancer",
        reason="FieldValueForbidden",
        field=field,
        at_key=True,
    )
