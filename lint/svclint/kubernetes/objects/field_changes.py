"""Field changes: the differences between two objects, and whether manifest or server made them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from svclint.kubernetes.merge.field_types import FieldType
from svclint.kubernetes.merge.item_index import ItemIndex
from svclint.model import Data, Path

MANIFEST, SERVER = "manifest", "server"
_BOOKKEEPING = ("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields")
_UNCHANGED = ("apiVersion", "kind", "status")


class FieldChange(NamedTuple):
    """The value of a field before and after; ``None`` if it is absent.

    ``cause`` is ``manifest``, or ``server`` for what the server defaults, drops or allocates.
    ``path`` is that in the object afterwards; for a removed item, that in the object before.
    """

    path: Path
    before: Any
    after: Any
    cause: str


def field_changes(
    before: Data, merged: Data, after: Data, types: FieldType
) -> tuple[FieldChange, ...]:
    """Return the changes from one object to another; ``merged`` is what the client requested."""
    changes: list[FieldChange] = []
    for name in dict.fromkeys((*after, *before)):
        if name not in _UNCHANGED:
            old, asked, new = before.get(name), merged.get(name), after.get(name)
            changes += _changes(old, asked, new, (name,), types.field(name))
    return tuple(change for change in changes if not _is_bookkeeping(change.path))


def _is_bookkeeping(path: Path) -> bool:
    return path[0] == "metadata" and len(path) > 1 and path[1] in _BOOKKEEPING


def _changes(
    before: Any, merged: Any, after: Any, path: Path, types: FieldType
) -> Iterator[FieldChange]:
    if before == after:
        return
    if types.identity:
        yield from _item_changes(before or [], merged or [], after or [], path, types)
    elif isinstance(before, dict | None) and isinstance(after, dict | None):
        old, asked, new = before or {}, merged if isinstance(merged, dict) else {}, after or {}
        for name in dict.fromkeys((*old, *new)):
            yield from _changes(
                *(old.get(name), asked.get(name), new.get(name)), (*path, name), types.field(name)
            )
    else:
        yield FieldChange(path, before, after, MANIFEST if merged == after else SERVER)


def _item_changes(
    before: list[Data], merged: list[Data], after: list[Data], path: Path, types: FieldType
) -> Iterator[FieldChange]:
    """Yield changes of the items that people take for the same; others came or went."""
    former = ItemIndex(before, types)
    element = types.element or types
    found: list[FieldChange] = []
    for index, item in enumerate(after):
        asked = merged[index] if index < len(merged) else None
        match = _match(item, former, types)
        if match is None:
            found.append(FieldChange((*path, index), None, item, MANIFEST))
        else:
            found += _changes(before[match], asked, item, (*path, index), element)
    found += [
        FieldChange((*path, index), item, None, MANIFEST) for index, item in former.left.items()
    ]
    # If nothing else differs, the order does.
    yield from found or [FieldChange(path, before, after, MANIFEST)]


def _match(item: Data, former: ItemIndex, types: FieldType) -> int | None:
    found = former.take_equal(item)
    for number in range(len(types.identity)):
        if found is None:
            found = former.take_identical(item, number)
    return found
