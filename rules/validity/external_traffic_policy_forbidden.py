"""externalTrafficPolicy is set on a Service that is not reachable from outside."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, remove
from svclint.rule import service_rule


@service_rule(
    "external-traffic-policy-forbidden",
    Severity.ERROR,
    since="0.1",
    where=("externalTrafficPolicy",),
)
def rule(service: Service) -> Iterator[Report]:
    """externalTrafficPolicy is set on a Service that is not reachable from outside."""
    policy = service.spec.get("externalTrafficPolicy")
    why = f"this Service of type {service.type} is not reachable from outside the cluster"
    remedy = (
        "remove it, or use type NodePort or LoadBalancer; "
        "internalTrafficPolicy controls traffic from inside the cluster"
    )
    reachable = service.is_externally_accessible
    if service.type == "ClusterIP" and service.spec.get("externalIPs"):
        why = "type ClusterIP with externalIPs allows it only from Kubernetes 1.29"
    if service.type == "ExternalName":
        remedy = "remove it: a Service of type ExternalName is only a DNS alias"
    if policy and not reachable:
        yield refused(
            ("spec", "externalTrafficPolicy"),
            f"externalTrafficPolicy {policy} is set, but {why}",
            remedy,
            # Another type may be intended, and Local may be part of a restriction.
            fix=remove(("spec", "externalTrafficPolicy"), is_safe=False)
            if policy == "Cluster" and service.written["spec"].get("type")
            else None,
        )
