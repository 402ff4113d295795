"""A line of --- between two objects is missing."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Edit, Fix, Report, Severity
from svclint.rule import document_rule
from svclint.source import Document


@document_rule("separator-missing", Severity.ERROR, since="0.1", where=("is_separator_missing",))
def rule(document: Document) -> Iterator[Report]:
    """A line of --- between two objects is missing."""
    if document.is_separator_missing:
        yield Report(
            (),
            f"a --- is missing before line {document.chunk.first_line}; "
            "kubectl reads this object and the one above as one, and keeps only the last values",
            "insert a line of ---",
            fix=Fix((Edit("separate", ()),)),
        )
