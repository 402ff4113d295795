"""Text after a line of three dots is never read."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity
from svclint.rule import document_rule
from svclint.source import Document


@document_rule("text-after-document-end", Severity.WARNING, since="0.1")
def rule(document: Document) -> Iterator[Report]:
    """Text after a line of three dots is never read."""
    if document.trailing_line and not document.prefix:
        yield Report(
            (),
            f"a document ends with `...`, and kubectl ignores what follows in line {document.chunk.first_line + document.trailing_line - 1}",
            "separate documents with --- instead",
        )
