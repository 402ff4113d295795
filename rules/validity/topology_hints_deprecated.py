"""The deprecated topology-aware-hints annotation is used."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, warned
from svclint.rule import service_rule
from svclint.service import Service

HINTS = "service.kubernetes.io/topology-aware-hints"


@service_rule("topology-hints-deprecated", Severity.WARNING, since="0.1", where=("annotations",))
def rule(service: Service) -> Iterator[Report]:
    """The deprecated topology-aware-hints annotation is used."""
    if HINTS in (service.metadata.get("annotations") or {}):
        yield warned(
            ("metadata", "annotations", HINTS),
            f"the annotation {HINTS} is deprecated",
            "use service.kubernetes.io/topology-mode",
            at_key=True,
        )
