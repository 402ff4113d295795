"""Where the values of a text stand: a tree of nodes, and how a path is found in it."""

from __future__ import annotations

from typing import NamedTuple

from svclint.model import Path

Place = tuple[int, int]


class Node:
    """Where one value stands, and its children: by key with the key's own place, or by index."""

    __slots__ = ("children", "items", "place", "scalar")

    def __init__(self, place: Place | None, *, scalar: bool = False) -> None:
        self.place = place
        self.scalar = scalar
        # Most nodes are scalars, which share what they have no use for.
        self.children: dict[str, tuple[Place, Node]] = _NO_CHILDREN if scalar else {}
        self.items: list[Node] = _NO_ITEMS if scalar else []

    def child(self, step: str | int) -> tuple[Place | None, Node] | None:
        """Give the node one step down, with the place of its key or its own; ``None`` if none."""
        if not isinstance(step, int):
            return self.children.get(step)
        return (self.items[step].place, self.items[step]) if step < len(self.items) else None


_NO_CHILDREN: dict[str, tuple[Place, Node]] = {}
_NO_ITEMS: list[Node] = []


class Placed(NamedTuple):
    """A place (line and column from 1) and how many steps of the path it holds for."""

    line: int
    column: int
    steps: int


def find(root: Node, path: Path, *, at_key: bool) -> Placed:
    """Place a path, or its nearest written ancestor: a scalar by its value, others by their key."""
    node, key_place = root, root.place or (0, 0)
    steps = 0
    for step in path:
        found = node.child(step)
        if found is None:
            break
        key_place, node = found[0] or key_place, found[1]
        steps += 1
    exact = steps == len(path)
    line, column = key_place
    if exact and not at_key and node.scalar and node.place is not None:
        line, column = node.place
    return Placed(line + 1, column + 1, steps)
