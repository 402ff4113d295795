"""A line of --- between two objects is missing."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Edit, Fix, Report, Severity
from svclint.rule import document_rule
from svclint.source import Document


@document_rule("separator-missing", Severity.ERROR, since="0.1", where=("is_separator_missing",))
def rule(document: Document) -> Iterator[Report]:
    """A line of --- between two objects is missing."""
    line = document.chunk.first_line
    if document.is_separator_glued:
        # It belongs to a value of the object above: nothing may be inserted before it is cut off.
        yield Report(
            (),
            f"the --- at the end of line {line - 1} belongs to a value; "
            "kubectl reads this object and the one above as one, and keeps only the last values",
            "move the --- to a line of its own",
        )
    elif document.is_separator_missing:
        yield Report(
            (),
            f"a --- is missing before line {line}; "
            "kubectl reads this object and the one above as one, and keeps only the last values",
            "insert a line of ---",
            fix=Fix((Edit("separate", ()),)),
        )
