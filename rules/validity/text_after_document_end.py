"""Text after the end of a document is not read."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import document_rule
from svclint.source import Document
from svclint.source.kinds import begins_as_object


@document_rule("text-after-document-end", Severity.WARNING, since="0.1", where=("trailing_line",))
def rule(document: Document) -> Iterator[Report]:
    """Text after the end of a document is not read."""
    data = document.data
    is_first = document.prefix in ((), ("items", 0))
    # Text that does not begin as an object is not intended for kubectl.
    if document.trailing_line and is_first and begins_as_object(data):
        line = document.chunk.first_line + document.trailing_line - 1
        # kubectl rejects an object without apiVersion or kind.
        is_cut = not (data.get("apiVersion") and data.get("kind"))
        yield Report(
            (),
            f"the document ends before line {line}; kubectl does not read the text after it",
            "separate documents with ---, and start all keys of an object in the same column",
            ServerAnswer("reject", "BadRequest", "") if is_cut else None,
            severity=Severity.ERROR if is_cut else None,
        )
