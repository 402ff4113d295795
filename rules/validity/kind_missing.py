"""An object that looks like a Service or another checked kind lacks apiVersion or kind."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, ServerAnswer, Severity, add, rename_to
from svclint.rule import document_rule
from svclint.source import Document
from svclint.source.kinds import API_VERSIONS, is_surely_checked

_BYTE_ORDER_MARK = "\ufeff"


@document_rule("kind-missing", Severity.ERROR, since="0.1", where=("kind",))
def rule(document: Document) -> Iterator[Report]:
    """An object that looks like a Service or another checked kind lacks apiVersion or kind."""
    data = document.data
    if document.problem is not None or not isinstance(data, dict):
        return
    missing = [name for name in ("apiVersion", "kind") if data.get(name) in (None, "")]
    kind = data.get("kind") or "Service"
    marked = next((name for name in missing if f"{_BYTE_ORDER_MARK}{name}" in data), None)
    if marked:
        path = (f"{_BYTE_ORDER_MARK}{marked}",)
        yield Report(
            path,
            f"a byte-order mark (U+FEFF) precedes {marked}; kubectl reads it as part of the key",
            "remove the byte-order mark",
            ServerAnswer("reject", "BadRequest", ""),
            at_key=True,
            fix=rename_to(path, marked),
        )
    elif missing and is_surely_checked(data):
        values = {"apiVersion": API_VERSIONS[kind], "kind": kind}
        yield Report(
            (missing[0],),
            f"this looks like {_article(kind)} {kind}, but it has no {' and no '.join(missing)}",
            f"add apiVersion: {values['apiVersion']} and kind: {kind}",
            ServerAnswer("reject", "BadRequest", ""),
            # Another kind of object can look like a Service.
            fix=add((missing[-1],), values[missing[-1]], is_safe=bool(data.get("kind"))),
        )


def _article(kind: str) -> str:
    return "an" if kind[0] in "EI" else "a"
