"""The sessionAffinity does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service


@service_rule("session-affinity-unsupported", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """The sessionAffinity does not exist."""
    affinity = service.spec["sessionAffinity"]
    if affinity not in ("None", "ClientIP"):
        likely = {"none": "None", "clientip": "ClientIP"}.get(affinity.strip().lower())
        yield refused(
            ("spec", "sessionAffinity"),
            f"sessionAffinity {affinity!r} does not exist",
            f"write sessionAffinity: {likely}" if likely else "use None or ClientIP",
            reason="FieldValueNotSupported",
        )
