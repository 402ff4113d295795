"""Text after the end of a document is never read."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import document_rule
from svclint.source import Document
from svclint.source.kinds import begins_as_object


@document_rule("text-after-document-end", Severity.WARNING, since="0.1", where=("trailing_line",))
def rule(document: Document) -> Iterator[Report]:
    """Text after the end of a document is never read."""
    data = document.data
    is_first = document.prefix in ((), ("items", 0))
    # Other texts are for others to read.
    if document.trailing_line and is_first and begins_as_object(data):
        line = document.chunk.first_line + document.trailing_line - 1
        # kubectl refuses what is but the begin of an object.
        is_cut = not (data.get("apiVersion") and data.get("kind"))
        yield Report(
            (),
            f"this document ends before line {line}, and kubectl never reads what follows",
            "separate documents with ---, and begin all keys of an object in one column",
            ServerAnswer("reject", "BadRequest", "") if is_cut else None,
            severity=Severity.ERROR if is_cut else None,
        )
