"""A part of an object is not checked: something else completes it, or only compares with it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity
from svclint.rule import document_rule
from svclint.source import Document


@document_rule("partial-object", Severity.NOTE, since="0.1", where=("problem",))
def rule(document: Document) -> Iterator[Report]:
    """A part of an object is not checked: something else completes it, or only compares with it."""
    problem = document.problem
    if problem is not None and problem.kind == "part":
        yield Report((), problem.message, problem.remedy)
