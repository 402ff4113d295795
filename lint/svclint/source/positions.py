"""Positions of the values of a text: entries, and how a path is found in them."""

from __future__ import annotations

from typing import Any, NamedTuple

from svclint.model import Path

# A line and a column, both from 0, in one number: a document may have millions of places.
Place = int
_COLUMN_BITS = 32
# The place of a value or of its key, and what it contains: the place of a scalar, ``None`` for a
# value that is not written, a dict of entries by key, or a list of entries. A scalar in a list is
# its place alone.
Entry = Place | tuple[Place, Any]


class Position(NamedTuple):
    """A line and column, both from 1, and how many steps of the path they stand for."""

    line: int
    column: int
    steps: int


def place_at(line: int, column: int) -> Place:
    """Return the place of a line and column, both from 0."""
    return line << _COLUMN_BITS | column


def line_and_column(place: Place) -> tuple[int, int]:
    """Return the line and column of a place, both from 1."""
    return (place >> _COLUMN_BITS) + 1, (place & (1 << _COLUMN_BITS) - 1) + 1


def place_and_child(entry: Entry) -> tuple[Place, Any]:
    """Return the place of an entry, and what it contains."""
    return (entry, entry) if isinstance(entry, int) else entry


def find(root: Entry, path: Path, *, at_key: bool) -> Position:
    """Return the position of a scalar, or of its key with ``at_key``.

    Other values have that of their key or list item, missing ones that of the nearest ancestor.
    """
    place, child = place_and_child(root)
    steps = 0
    for step in path:
        entry = _entry(child, step)
        if entry is None:
            break
        steps += 1
        own, child = place_and_child(entry)
        # An item of a list that is not written has no place of its own.
        if child is not None or not isinstance(step, int):
            place = own
    if steps == len(path) and not at_key and isinstance(child, int):
        place = child
    return Position(*line_and_column(place), steps)


def _entry(child: Any, step: str | int) -> Entry | None:
    found: Entry | None = None
    if isinstance(step, int):
        if isinstance(child, list) and step < len(child):
            found = child[step]
    elif isinstance(child, dict):
        found = child.get(step)
    return found
