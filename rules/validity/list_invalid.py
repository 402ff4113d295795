"""A List has no items, or none that kubectl can apply."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import document_rule
from svclint.source import Document

LISTS = ("List", "ServiceList")


@document_rule("list-invalid", Severity.ERROR, since="0.1")
def rule(document: Document) -> Iterator[Report]:
    """A List has no items, or none that kubectl can apply."""
    data = document.data
    if document.prefix:
        if isinstance(data, dict) and data.get("kind") in LISTS:
            yield _refused("a List inside a List cannot be applied", "put its items into one List")
        elif data is None:
            yield _refused("the item is null", "remove it")
        return
    if document.problem is not None or document.kind not in LISTS or document.api_version != "v1":
        return
    if not isinstance(data.get("items"), list):
        yield _refused(f"the {document.kind} has no items", "put the objects under items:")
    elif not data["items"]:
        yield _refused(f"the {document.kind} is empty", "kubectl finds no objects to apply")


def _refused(message: str, remedy: str) -> Report:
    return Report((), message, remedy, ServerAnswer("reject", "BadRequest", ""))
