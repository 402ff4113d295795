"""Positions of the values of a text: entries, and how a path is found in them."""

from __future__ import annotations

from typing import Any, NamedTuple

from svclint.model import Path

# A line and a column, both from 0.
Place = tuple[int, int]
# The line and column of a value or of its key, and what it contains: the place of a scalar,
# ``None`` for a value that is not written, a dict of entries by key, or a list of entries.
Entry = tuple[int, int, Any]


class Position(NamedTuple):
    """A line and column, both from 1, and how many steps of the path they stand for."""

    line: int
    column: int
    steps: int


def find(root: Entry, path: Path, *, at_key: bool) -> Position:
    """Return the position of a scalar, or of its key with ``at_key``.

    Other values have that of their key or list item, missing ones that of the nearest ancestor.
    """
    line, column, child = root
    steps = 0
    for step in path:
        entry = _entry(child, step)
        if entry is None:
            break
        steps += 1
        child = entry[2]
        # An item of a list that is not written has no place of its own.
        if child is not None or not isinstance(step, int):
            line, column, _ = entry
    if steps == len(path) and not at_key and isinstance(child, tuple):
        line, column = child
    return Position(line + 1, column + 1, steps)


def _entry(child: Any, step: str | int) -> Entry | None:
    found: Entry | None = None
    if isinstance(step, int):
        if isinstance(child, list) and step < len(child):
            found = child[step]
    elif isinstance(child, dict):
        found = child.get(step)
    return found
