"""A List has no items, or items that kubectl cannot apply."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import document_rule
from svclint.schema.words import found
from svclint.source import Document
from svclint.source.kinds import looks_like_service

LISTS = ("List", "ServiceList")


@document_rule("list-invalid", Severity.ERROR, since="0.1")
def rule(document: Document) -> Iterator[Report]:
    """A List has no items, or items that kubectl cannot apply."""
    data = document.data
    if document.problem is not None:
        return
    if document.prefix:
        yield from _item(data)
    elif document.kind in LISTS and document.api_version == "v1":
        items = data.get("items")
        if items is None:
            yield _refused(f"the {document.kind} has no items", "put the objects under items:")
        elif not isinstance(items, list):
            yield _refused(f"items is {found(items)}, not a list", "write the objects as a list")
        elif not items:
            yield _refused(
                f"the {document.kind} is empty", "put objects under items:, or delete it"
            )


def _item(data: object) -> Iterator[Report]:
    if not isinstance(data, dict):
        yield _refused(f"the item is {found(data)}, not an object", "remove it", ())
        return
    missing = [name for name in ("apiVersion", "kind") if data.get(name) in (None, "")]
    if data.get("kind") in LISTS or isinstance(data.get("items"), list):
        kind = data.get("kind") or "list"
        yield _refused(
            f"a {kind} inside a List cannot be applied", "put its items into one List", ()
        )
    elif missing and not looks_like_service(data):
        yield _refused(f"the item has no {' and no '.join(missing)}", "write both", (missing[0],))


def _refused(message: str, remedy: str, path: tuple[str, ...] = ("items",)) -> Report:
    return Report(path, message, remedy, ServerAnswer("reject", "BadRequest", ""))
