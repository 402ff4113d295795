"""A file or document holds nothing that kubectl could apply."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import document_rule
from svclint.source import Document
from svclint.source.kinds import looks_like_service


@document_rule("no-object", Severity.INFO, since="0.1")
def rule(document: Document) -> Iterator[Report]:
    """A file or document holds nothing that kubectl could apply."""
    problem = document.problem
    if problem is not None and problem.kind == "empty":
        server = ServerAnswer("reject", "BadRequest", "")
        yield Report((), problem.message, "kubectl apply -f of this file alone fails", server)
        return
    if problem is not None or document.data is None:
        return
    data = document.data
    server = ServerAnswer("reject", "BadRequest", "")
    if not isinstance(data, dict):
        words = {list: "a list", str: "text"}.get(type(data), "a single value")
        yield Report((), f"the document is {words}, not an object", "", server)
        return
    missing = [name for name in ("apiVersion", "kind") if not data.get(name)]
    if missing and not looks_like_service(data):
        yield Report((), f"the document has no {' and no '.join(missing)}", "", server)
