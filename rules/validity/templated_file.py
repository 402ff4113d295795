"""A template is not checked until it is rendered."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity
from svclint.rule import document_rule
from svclint.source import Document


@document_rule("templated-file", Severity.NOTE, since="0.1", where=("problem",))
def rule(document: Document) -> Iterator[Report]:
    """A template is not checked until it is rendered."""
    problem = document.problem
    if problem is not None and problem.kind == "template":
        yield Report((), problem.message, problem.remedy)
