"""A field is set that a Service of this kind ignores."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, warned
from svclint.rule import service_rule
from svclint.service import Service


@service_rule("field-ignored", Severity.WARNING, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """A field is set that a Service of this kind ignores."""
    spec = service.spec
    if spec.get("externalName") and service.type != "ExternalName":
        yield warned(
            ("spec", "externalName"),
            f"externalName is ignored on a Service of type {service.type}",
            "set type: ExternalName, or remove it",
            at_key=True,
        )
    if spec.get("externalIPs") and (service.is_headless or service.type == "ExternalName"):
        kind = "a headless Service" if service.is_headless else "a Service of type ExternalName"
        yield warned(
            ("spec", "externalIPs"), f"externalIPs is ignored on {kind}", "remove it", at_key=True
        )
    if not service.is_headless:
        return
    if spec.get("loadBalancerIP"):
        yield warned(
            ("spec", "loadBalancerIP"),
            "loadBalancerIP is ignored on a headless Service",
            "remove it",
            at_key=True,
        )
    if spec["sessionAffinity"] != "None":
        yield warned(
            ("spec", "sessionAffinity"),
            "sessionAffinity is ignored on a headless Service: clients reach the pods directly",
            "remove it",
            at_key=True,
        )
