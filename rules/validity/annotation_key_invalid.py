"""An annotation has a key that is no qualified name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service
from svclint.service.syntax import qualified_name_problem


@service_rule("annotation-key-invalid", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """An annotation has a key that is no qualified name."""
    annotations = service.metadata.get("annotations") or {}
    for key in annotations:
        # The server lets annotation keys be upper-case in their prefix.
        problem = qualified_name_problem(key.lower())
        if problem is not None:
            yield refused(
                ("metadata", "annotations", key),
                f"the annotation key {key!r} {problem}",
                "use an optional DNS prefix with '/', then at most 63 letters, digits, '-', '_', '.'",
                field="metadata.annotations",
                at_key=True,
            )
