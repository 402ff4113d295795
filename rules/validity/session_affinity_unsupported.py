"""The sessionAffinity is not supported."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, set_to
from svclint.model.suggestions import likely_value
from svclint.rule import service_rule


@service_rule(
    "session-affinity-unsupported", Severity.ERROR, since="0.1", where=("sessionAffinity",)
)
def rule(service: Service) -> Iterator[Report]:
    """The sessionAffinity is not supported."""
    affinity = service.spec["sessionAffinity"]
    if affinity not in ("None", "ClientIP"):
        meant = likely_value(affinity, ("None", "ClientIP"))
        yield refused(
            ("spec", "sessionAffinity"),
            f"sessionAffinity {affinity!r} is not supported",
            f"write sessionAffinity: {meant}" if meant else "use None or ClientIP",
            reason="FieldValueNotSupported",
            fix=set_to(("spec", "sessionAffinity"), meant) if meant else None,
        )
