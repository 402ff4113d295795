"""Find what an edit is about in a text."""

from __future__ import annotations

from typing import NamedTuple

from svclint.fix.problem import Unfixable
from svclint.model import Path
from svclint.source.spans import Span


class Place(NamedTuple):
    """A value, its key (of an entry of a list, itself), what holds both, and at which number."""

    value: Span
    key: Span
    parent: Span
    number: int

    @property
    def siblings(self) -> list[tuple[Span, Span]]:
        """The keys and values around it, itself among them; an entry is its own key."""
        return self.parent.pairs or [(item, item) for item in self.parent.items]


def line_start(text: str, at: int) -> int:
    """Say where the line of an offset begins, behind a byte order mark."""
    start = text.rfind("\n", 0, at) + 1
    return start if start or not text.startswith("\ufeff") else 1


def place_of(root: Span, path: Path) -> Place:
    """Find the value at a path. Raises ``Unfixable`` where it stands behind an alias."""
    found = Place(root, root, root, 0)
    for step in path:
        found = _child(found.value, step)
    return found


def _child(parent: Span, step: str | int) -> Place:
    if parent.kind == "alias":
        raise Unfixable("it stands behind an alias, and other places share it")
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
            raise Unfixable("it comes from a merge key")
    raise Unfixable("the file does not hold it")
