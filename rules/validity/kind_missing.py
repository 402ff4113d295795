"""An object that looks like a Service lacks apiVersion or kind."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, ServerAnswer, Severity, add
from svclint.rule import document_rule
from svclint.source import Document
from svclint.source.kinds import looks_like_service


@document_rule("kind-missing", Severity.ERROR, since="0.1", where=("kind",))
def rule(document: Document) -> Iterator[Report]:
    """An object that looks like a Service lacks apiVersion or kind."""
    data = document.data
    if document.problem is not None or not isinstance(data, dict):
        return
    missing = [name for name in ("apiVersion", "kind") if data.get(name) in (None, "")]
    values = {"apiVersion": "v1", "kind": "Service"}
    if missing and looks_like_service(data):
        yield Report(
            (missing[0],),
            f"this looks like a Service, but it has no {' and no '.join(missing)}",
            "add apiVersion: v1 and kind: Service",
            ServerAnswer("reject", "BadRequest", ""),
            # Another kind of object can look like a Service.
            fix=add((missing[-1],), values[missing[-1]], is_safe=data.get("kind") == "Service"),
        )
