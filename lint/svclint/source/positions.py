"""Positions of the values of a text: a tree of nodes, and how a path is found in it."""

from __future__ import annotations

from typing import NamedTuple

from svclint.model import Path

# A line and a column, both from 0.
Place = tuple[int, int]


class Node:
    """The place of one value, and its children: by key with the key's own place, or by index."""

    __slots__ = ("children", "is_scalar", "items", "place")

    def __init__(self, place: Place | None, *, is_scalar: bool = False) -> None:
        self.place, self.is_scalar = place, is_scalar
        # Most nodes are scalars, which share their empty containers.
        self.children: dict[str, tuple[Place, Node]] = _NO_CHILDREN if is_scalar else {}
        self.items: list[Node] = _NO_ITEMS if is_scalar else []

    def child(self, step: str | int) -> tuple[Place | None, Node] | None:
        """Return the node one step down, with the place of its key or its own."""
        if not isinstance(step, int):
            return self.children.get(step)
        return (self.items[step].place, self.items[step]) if step < len(self.items) else None


_NO_CHILDREN: dict[str, tuple[Place, Node]] = {}
_NO_ITEMS: list[Node] = []


class Position(NamedTuple):
    """A line and column, both from 1, and how many steps of the path they stand for."""

    line: int
    column: int
    steps: int


def find(root: Node, path: Path, *, at_key: bool) -> Position:
    """Return the position of a path or its nearest ancestor: a scalar's own, or that of the key."""
    node, place = root, root.place or (0, 0)
    steps = 0
    for step in path:
        found = node.child(step)
        if found is None:
            break
        place, node = found[0] or place, found[1]
        steps += 1
    if steps == len(path) and not at_key and node.is_scalar and node.place is not None:
        place = node.place
    line, column = place
    return Position(line + 1, column + 1, steps)
