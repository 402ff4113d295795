"""A Service of type ExternalName has no externalName."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("external-name-missing", Severity.ERROR, since="0.1", where=("ExternalName",))
def rule(service: Service) -> Iterator[Report]:
    """A Service of type ExternalName has no externalName."""
    name = service.spec.get("externalName", "")
    if service.type == "ExternalName" and not name.removesuffix("."):
        yield refused(
            ("spec", "externalName"),
            "a Service of type ExternalName needs externalName",
            "set externalName to the DNS name of the host that clients reach through it",
            reason="FieldValueRequired",
        )
