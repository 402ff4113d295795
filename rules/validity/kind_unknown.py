"""No API server knows this kind in this apiVersion."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import document_rule
from svclint.source import Document
from svclint.source.kinds import kind_problem


@document_rule("kind-unknown", Severity.ERROR, since="0.1")
def rule(document: Document) -> Iterator[Report]:
    """No API server knows this kind in this apiVersion."""
    data = document.data
    if document.problem is not None or not isinstance(data, dict):
        return
    for name in ("apiVersion", "kind"):
        if data.get(name) and not isinstance(data[name], str):
            found = "a list" if isinstance(data[name], list) else repr(data[name])[:40]
            yield Report(
                (name,),
                f"{name} is {found}, not text",
                "write apiVersion: v1 and kind: Service",
                ServerAnswer("reject", "BadRequest", name),
            )
            return
    problem = kind_problem(document.api_version, document.kind)
    if problem is not None:
        name, message, remedy = problem
        yield Report((name,), message, remedy, ServerAnswer("reject", "NotFound", ""))
