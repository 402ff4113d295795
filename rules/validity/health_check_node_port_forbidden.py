"""healthCheckNodePort is set on a Service without a health check."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, remove
from svclint.rule import service_rule


@service_rule(
    "health-check-node-port-forbidden", Severity.ERROR, since="0.1", where=("healthCheckNodePort",)
)
def rule(service: Service) -> Iterator[Report]:
    """healthCheckNodePort is set on a Service without a health check."""
    number = service.spec.get("healthCheckNodePort", 0)
    if number and not service.needs_health_check:
        policy = service.spec.get("externalTrafficPolicy")
        why, remedy = f"this Service is of type {service.type}", "remove it"
        if service.type == "LoadBalancer":
            has_policy = "externalTrafficPolicy" in service.written["spec"]
            why = f"externalTrafficPolicy is {policy}{'' if has_policy else ', the default'}"
            remedy = "remove it, or set externalTrafficPolicy: Local"
        yield refused(
            ("spec", "healthCheckNodePort"),
            f"healthCheckNodePort {number} may only be set with type LoadBalancer "
            f"and externalTrafficPolicy Local, but {why}",
            remedy,
            # Without a type, LoadBalancer is likely to be intended.
            fix=remove(("spec", "healthCheckNodePort"), is_safe=False)
            if service.written["spec"].get("type")
            else None,
        )
