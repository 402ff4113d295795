"""metadata.generation is negative."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, remove
from svclint.rule import service_rule


@service_rule("generation-negative", Severity.ERROR, since="0.1", where=("generation",))
def rule(service: Service) -> Iterator[Report]:
    """metadata.generation is negative."""
    generation = service.metadata.get("generation", 0)
    if generation < 0:
        yield refused(
            ("metadata", "generation"),
            f"generation {generation} is negative",
            "remove the field; only the API server sets it",
            fix=remove(("metadata", "generation")),
        )
