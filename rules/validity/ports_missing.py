"""A Service that needs ports has none."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("ports-missing", Severity.ERROR, since="0.1", where=("irregular ports",))
def rule(service: Service) -> Iterator[Report]:
    """A Service that needs ports has none."""
    if service.ports or service.is_headless or service.type == "ExternalName":
        return
    remedy = "add spec.ports"
    if service.type == "ClusterIP":
        remedy += ", or set clusterIP: None if the Service only provides DNS names for pods"
    yield refused(
        ("spec", "ports"),
        f"a Service of type {service.type} needs at least one port",
        remedy,
        reason="FieldValueRequired",
    )
