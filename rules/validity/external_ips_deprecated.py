"""externalIPs is deprecated."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.version_changes import EXTERNAL_IPS_DEPRECATED
from svclint.model import Report, Severity, warned
from svclint.rule import service_rule


@service_rule("external-ips-deprecated", Severity.WARNING, since="0.1", where=("externalIPs",))
def rule(service: Service) -> Iterator[Report]:
    """externalIPs is deprecated."""
    is_deprecated = EXTERNAL_IPS_DEPRECATED.is_in(service.version)
    if not service.spec.get("externalIPs") or not is_deprecated:
        return
    if not service.is_headless and service.type != "ExternalName":
        yield warned(
            ("spec", "externalIPs"),
            "externalIPs is deprecated from Kubernetes 1.36; some clusters may not implement it",
            "use a Service of type LoadBalancer, or a Gateway",
            at_key=True,
        )
