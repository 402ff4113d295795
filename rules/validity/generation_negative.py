"""metadata.generation is negative."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, refused, remove
from svclint.rule import object_rule


@object_rule("generation-negative", Severity.ERROR, since="0.1", where=("generation",))
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """metadata.generation is negative."""
    generation = checked.metadata.get("generation", 0)
    if generation < 0 and not checked.kind.has_generation:
        yield refused(
            ("metadata", "generation"),
            f"generation {generation} is negative",
            "remove the field; only the API server sets it",
            fix=remove(("metadata", "generation"), is_safe=False),
        )
