"""externalTrafficPolicy is set on a Service that nothing outside reaches."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service


@service_rule("external-traffic-policy-forbidden", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """externalTrafficPolicy is set on a Service that nothing outside reaches."""
    policy = service.spec.get("externalTrafficPolicy")
    if policy and not service.is_externally_accessible:
        yield refused(
            ("spec", "externalTrafficPolicy"),
            f"externalTrafficPolicy {policy} is set, but a Service of type {service.type} "
            "is not reachable from outside the cluster",
            "remove it, or use type NodePort or LoadBalancer; "
            "traffic from inside obeys internalTrafficPolicy",
        )
