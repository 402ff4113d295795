"""The session affinity timeout is outside 1-86400 seconds."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule(
    "session-affinity-timeout", Severity.ERROR, since="0.1", where=("sessionAffinityConfig",)
)
def rule(service: Service) -> Iterator[Report]:
    """The session affinity timeout is outside 1-86400 seconds."""
    if service.spec["sessionAffinity"] != "ClientIP":
        return
    seconds = service.spec["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"]
    if not 1 <= seconds <= 86400:
        yield refused(
            ("spec", "sessionAffinityConfig", "clientIP", "timeoutSeconds"),
            f"timeoutSeconds {seconds} is outside 1-86400 (one second to one day)",
            "use a number of seconds from 1 to 86400",
        )
