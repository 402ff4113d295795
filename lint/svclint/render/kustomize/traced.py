"""Values that know where they are written: the tree that the steps of kustomize are replayed on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from svclint.model import Location, Path
from svclint.source import Document

# Aliases of YAML can make a small file stand for a huge tree.
_MOST_NODES = 200_000


class UntraceableError(Exception):
    """A step of kustomize that cannot be replayed: nothing of the object is proven."""


class Place(NamedTuple):
    """Where a value is written: a path in a document.

    ``setting`` is the setting of a kustomization that causes the value, such as ``namePrefix``.
    ``through`` are the entries of kustomizations that bring the value into the object.
    """

    document: Document
    path: Path
    setting: str = ""
    through: tuple[Place, ...] = ()

    def location(self) -> Location:
        """Return the file, line and column."""
        return self.document.locate(self.path)[0]


class Node:
    """A value and its place; ``value`` is a scalar, a dict of nodes by key, or a list of nodes."""

    __slots__ = ("place", "value")

    def __init__(self, value: Any, place: Place) -> None:
        self.value, self.place = value, place

    def field(self, *names: str) -> Node | None:
        """Return the node at a path of keys; ``None`` if there is none."""
        node: Node | None = self
        for name in names:
            node = node.value.get(name) if node is not None and node.is_mapping else None
        return node

    def text(self, *names: str) -> str:
        """Return the string at a path of keys; empty if there is none."""
        node = self.field(*names)
        return node.value if node is not None and isinstance(node.value, str) else ""

    def text_of(self, name: str) -> str:
        """Return the text of a scalar field; empty if there is none."""
        node = self.field(name)
        is_scalar = node is not None and isinstance(node.value, str | int | float)
        return str(node.value) if node is not None and is_scalar else ""

    @property
    def is_mapping(self) -> bool:
        """Whether the value is a mapping."""
        return isinstance(self.value, dict)

    @property
    def items(self) -> list[Node]:
        """The items of a list; empty for any other value."""
        return self.value if isinstance(self.value, list) else []

    def items_of(self, *names: str) -> list[Node]:
        """Return the items of the list at a path of keys; empty if there is none."""
        node = self.field(*names)
        return [] if node is None else node.items

    def data_of(self, name: str) -> Any:
        """Return the value of a field without places; ``None`` if there is none."""
        node = self.field(name)
        return None if node is None else node.data()

    def data(self) -> Any:
        """Return the value without places."""
        if isinstance(self.value, dict):
            return {key: child.data() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.data() for child in self.value]
        return self.value

    def copy(self) -> Node:
        """Return a copy whose containers can be changed."""
        if isinstance(self.value, dict):
            return Node({key: child.copy() for key, child in self.value.items()}, self.place)
        if isinstance(self.value, list):
            return Node([child.copy() for child in self.value], self.place)
        return self


def traced(
    document: Document, path: Path = (), setting: str = "", through: tuple[Place, ...] = ()
) -> Node:
    """Return the value at a path of a document as a tree of nodes. Raises ``UntraceableError``."""
    budget = iter(range(_MOST_NODES))
    return _node(document.value(path), Place(document, path, setting, through), budget)


def _node(value: Any, place: Place, budget: Iterator[int]) -> Node:
    if next(budget, None) is None:
        raise UntraceableError
    if isinstance(value, dict):
        children = {
            key: _node(item, place._replace(path=(*place.path, key)), budget)
            for key, item in value.items()
        }
        return Node(children, place)
    if isinstance(value, list):
        items = [
            _node(item, place._replace(path=(*place.path, index)), budget)
            for index, item in enumerate(value)
        ]
        return Node(items, place)
    return Node(value, place)


def is_same(built: Any, traced_value: Any) -> bool:
    """Return whether two scalars are equal and of one type: ``80`` is not ``"80"``."""
    return type(built) is type(traced_value) and bool(built == traced_value)
