"""What changes between two objects, field by field, and by whose doing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from svclint.model import Data, Path

MANIFEST, SERVER = "manifest", "server"
_BOOKKEEPING = ("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields")


class FieldChange(NamedTuple):
    """One field before and after; ``None`` where it is not there.

    ``cause`` is ``manifest``, or ``server`` for what the server defaults, drops or allocates. The
    path is that in the object afterwards, and of a removed port that in the one before.
    """

    path: Path
    before: Any
    after: Any
    cause: str


def field_changes(before: Data, merged: Data, after: Data) -> tuple[FieldChange, ...]:
    """Compare the object before and after; ``merged`` is what the client asked the server for."""
    changes: list[FieldChange] = []
    for part in ("metadata", "spec"):
        found = _changes(before.get(part), merged.get(part), after.get(part), (part,))
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
    """Compare ports that have one name, or one number and protocol; the rest came or went."""
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
    # Where nothing else differs, the order does.
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
