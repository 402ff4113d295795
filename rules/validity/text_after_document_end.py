"""Text after a line of three dots is never read."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity
from svclint.rule import document_rule
from svclint.source import Document


@document_rule("text-after-document-end", Severity.WARNING, since="0.1", where=("trailing_line",))
def rule(document: Document) -> Iterator[Report]:
    """Text after a line of three dots is never read."""
    is_first = document.prefix in ((), ("items", 0))
    if document.trailing_line and is_first:
        line = document.chunk.first_line + document.trailing_line - 1
        yield Report(
            (),
            f"this document ends with `...`, and kubectl never reads what follows in line {line}",
            "separate documents with --- instead",
        )
