"""A List has no items, or items that kubectl cannot apply."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.schema.type_names import describe_value
from svclint.model import Data, Path, Report, ServerAnswer, Severity
from svclint.rule import document_rule
from svclint.source import Document
from svclint.source.kinds import API_VERSIONS, TYPED_LISTS, is_surely_checked

LISTS = ("List", *TYPED_LISTS)


@document_rule("list-invalid", Severity.ERROR, since="0.1", where=("prefix", "kind"))
def rule(document: Document) -> Iterator[Report]:
    """A List has no items, or items that kubectl cannot apply."""
    if document.problem is not None:
        return
    if document.prefix:
        yield from _check_item(document.data)
    elif document.kind in LISTS:
        yield from _check_list(document.kind, document.data)


def _check_list(kind: str, data: Data) -> Iterator[Report]:
    api_version, items = data.get("apiVersion"), data.get("items")
    served = API_VERSIONS.get(TYPED_LISTS.get(kind, ""), "v1")
    if api_version in (None, ""):
        yield _rejected(
            f"the {kind} has no apiVersion", f"add apiVersion: {served}", ("apiVersion",)
        )
    elif api_version != served:
        if kind == "List" and isinstance(api_version, str) and "/" not in api_version:
            message = f"apiVersion {api_version!r} has no kind List"
            yield _rejected(message, "write apiVersion: v1", ("apiVersion",))
    elif items is None:
        yield _rejected(f"the {kind} has no items", "put the objects under items:")
    elif not isinstance(items, list):
        yield _rejected(
            f"items is {describe_value(items)}, not a list", "write the objects as a list"
        )
    elif not items:
        yield _rejected(f"the {kind} is empty", "put objects under items:, or delete it")


def _check_item(data: object) -> Iterator[Report]:
    if not isinstance(data, dict):
        yield _rejected(f"the item is {describe_value(data)}, not an object", "remove it", ())
        return
    missing = [name for name in ("apiVersion", "kind") if data.get(name) in (None, "")]
    if data.get("kind") in LISTS or isinstance(data.get("items"), list):
        message = f"a {data.get('kind') or 'list'} inside a List cannot be applied"
        yield _rejected(message, "put its items into one List", ())
    elif missing and not is_surely_checked(data):
        message = f"the item has no {' and no '.join(missing)}"
        yield _rejected(message, f"add {' and '.join(missing)} to it", (missing[0],))


def _rejected(message: str, remedy: str, path: Path = ("items",)) -> Report:
    return Report(path, message, remedy, ServerAnswer("reject", "BadRequest", ""))
