"""Field changes: the differences between two objects, and whether manifest or server made them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from svclint.model import Data, Path

MANIFEST, SERVER = "manifest", "server"
_BOOKKEEPING = ("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields")


class FieldChange(NamedTuple):
    """The value of a field before and after; ``None`` if it is absent.

    ``cause`` is ``manifest``, or ``server`` for what the server defaults, drops or allocates.
    ``path`` is that in the object afterwards; for a removed port, that in the object before.
    """

    path: Path
    before: Any
    after: Any
    cause: str


def field_changes(before: Data, merged: Data, after: Data) -> tuple[FieldChange, ...]:
    """Return the changes from one object to another; ``merged`` is what the client requested."""
    changes: list[FieldChange] = []
    for section in ("metadata", "spec"):
        old, asked, new = before.get(section), merged.get(section), after.get(section)
        found = _changes(old, asked, new, (section,))
        changes.extend(change for change in found if change.path[1:2] != ("managedFields",))
    return tuple(change for change in changes if not _is_bookkeeping(change.path))


def _is_bookkeeping(path: Path) -> bool:
    return path[0] == "metadata" and len(path) > 1 and path[1] in _BOOKKEEPING


def _changes(before: Any, merged: Any, after: Any, path: Path) -> Iterator[FieldChange]:
    if before == after:
        return
    if path == ("spec", "ports"):
        yield from _port_changes(before or [], merged or [], after or [])
    elif isinstance(before, dict | None) and isinstance(after, dict | None):
        old, asked, new = before or {}, merged if isinstance(merged, dict) else {}, after or {}
        for name in dict.fromkeys((*old, *new)):
            yield from _changes(old.get(name), asked.get(name), new.get(name), (*path, name))
    else:
        yield FieldChange(path, before, after, MANIFEST if merged == after else SERVER)


def _port_changes(
    before: list[Data], merged: list[Data], after: list[Data]
) -> Iterator[FieldChange]:
    """Yield changes of ports with the same name or number and protocol; others came or went."""
    left = dict(enumerate(before))
    path: Path = ("spec", "ports")
    found: list[FieldChange] = []
    for index, port in enumerate(after):
        asked = merged[index] if index < len(merged) else None
        match = _match(port, left)
        if match is None:
            found.append(FieldChange((*path, index), None, port, MANIFEST))
        else:
            found += _changes(left.pop(match), asked, port, (*path, index))
    found += [FieldChange((*path, index), port, None, MANIFEST) for index, port in left.items()]
    # If nothing else differs, the order does.
    yield from found or [FieldChange(path, before, after, MANIFEST)]


def _match(port: Data, others: dict[int, Data]) -> int | None:
    def key(item: Data) -> tuple[Any, Any]:
        return item.get("port"), item.get("protocol")

    for index, other in others.items():
        if key(other) == key(port) and other.get("name") == port.get("name"):
            return index
    for index, other in others.items():
        if key(other) == key(port) or (port.get("name") and other.get("name") == port.get("name")):
            return index
    return None
