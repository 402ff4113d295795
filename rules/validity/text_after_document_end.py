"""Text after the end of a document is never read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import document_rule
from svclint.source import Document

_TOP = frozenset(("apiVersion", "kind", "metadata", "spec"))


@document_rule("text-after-document-end", Severity.WARNING, since="0.1", where=("trailing_line",))
def rule(document: Document) -> Iterator[Report]:
    """Text after the end of a document is never read."""
    is_first = document.prefix in ((), ("items", 0))
    if document.trailing_line and is_first:
        line = document.chunk.first_line + document.trailing_line - 1
        is_cut = _is_cut(document.data)
        yield Report(
            (),
            f"this document ends before line {line}, and kubectl never reads what follows",
            "separate documents with ---, and begin all keys of an object in one column",
            ServerAnswer("reject", "BadRequest", "") if is_cut else None,
            severity=Severity.ERROR if is_cut else None,
        )


def _is_cut(data: Any) -> bool:
    """Whether what is read is but the begin of an object, which kubectl refuses."""
    if not isinstance(data, dict) or (data.get("apiVersion") and data.get("kind")):
        return False
    return not _TOP.isdisjoint(data)
