"""The kind does not exist in its apiVersion."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.schema.type_names import describe_value
from svclint.model import Report, ServerAnswer, Severity, set_to
from svclint.rule import document_rule
from svclint.source import Document
from svclint.source.kind_problems import kind_problem


@document_rule("kind-unknown", Severity.ERROR, since="0.1", where=("kind",))
def rule(document: Document) -> Iterator[Report]:
    """The kind does not exist in its apiVersion."""
    data = document.data
    if document.problem is not None or not isinstance(data, dict):
        return
    for name in ("apiVersion", "kind"):
        value = data.get(name)
        if value is not None and not isinstance(value, str):
            yield Report(
                (name,),
                f"{name} is {describe_value(value)}, not a string",
                "write apiVersion: v1 and kind: Service",
                ServerAnswer("reject", "BadRequest", name),
            )
            return
    problem = kind_problem(document.api_version, document.kind)
    if problem is not None:
        field, message, meant = problem
        remedy = f"write {field}: {meant}" if meant else "check its apiVersion"
        fix = set_to((field,), meant) if meant else None
        answer = ServerAnswer("reject", "NotFound", "")
        yield Report((field,), message, remedy, answer, fix=fix)
