"""The Service type is not supported."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import TYPES, Service
from svclint.model import Report, Severity, refused, set_to
from svclint.model.suggestions import likely_value
from svclint.rule import service_rule


@service_rule("type-unsupported", Severity.ERROR, since="0.1", where=("unknown type",))
def rule(service: Service) -> Iterator[Report]:
    """The Service type is not supported."""
    kind = service.type
    if kind not in TYPES:
        meant = likely_value(kind, TYPES)
        yield refused(
            ("spec", "type"),
            f"type {kind!r} is not supported",
            f"write type: {meant}"
            if meant
            else "use ClusterIP, NodePort, LoadBalancer or ExternalName; "
            "a headless Service is a ClusterIP with clusterIP: None",
            reason="FieldValueNotSupported",
            fix=set_to(("spec", "type"), meant) if meant else None,
        )
