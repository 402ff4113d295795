"""Find the value that an edit changes in a text."""

from __future__ import annotations

from typing import NamedTuple

from svclint.fix.errors import UnfixableError
from svclint.model import Path
from svclint.source.spans import Span


class Place(NamedTuple):
    """A value, its key (the value itself in a list), their parent, and the index in it."""

    value: Span
    key: Span
    parent: Span
    number: int

    @property
    def siblings(self) -> list[tuple[Span, Span]]:
        """The keys and values in the parent, including itself; a list entry is its own key."""
        return self.parent.pairs or [(item, item) for item in self.parent.items]


def line_start(text: str, at: int) -> int:
    """Return the offset where the line of an offset begins, after a byte order mark."""
    start = text.rfind("\n", 0, at) + 1
    return start if start or not text.startswith("\ufeff") else 1


def place_of(root: Span, path: Path) -> Place:
    """Return the place of a path. Raises ``UnfixableError`` if it is behind an alias."""
    found = Place(root, root, root, 0)
    for step in path:
        found = _child(found.value, step)
    return found


def _child(parent: Span, step: str | int) -> Place:
    if parent.kind == "alias":
        raise UnfixableError("it is behind an alias, and other places share it")
    if isinstance(step, int):
        if step < len(parent.items):
            item = parent.items[step]
            return Place(item, item, parent, step)
    else:
        for number in reversed(range(len(parent.pairs))):
            key, value = parent.pairs[number]
            if key.name == step and key.kind == "scalar":
                return Place(value, key, parent, number)
        if any(key.name == "<<" or key.kind == "alias" for key, _ in parent.pairs):
            raise UnfixableError("it comes from a merge key")
    raise UnfixableError("the file does not contain it")
