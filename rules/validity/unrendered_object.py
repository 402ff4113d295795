"""An object in a file of a chart or overlay that no output contains is not checked."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity
from svclint.rule import document_rule
from svclint.source import Document


@document_rule("unrendered-object", Severity.NOTE, since="0.1", where=("problem",))
def rule(document: Document) -> Iterator[Report]:
    """An object in a file of a chart or overlay that no output contains is not checked."""
    problem = document.problem
    if problem is not None and problem.kind == "unrendered":
        yield Report((), problem.message, problem.remedy)
