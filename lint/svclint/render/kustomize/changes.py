"""Find the patch that changed a field, also where it removed what a rule looks for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.render.kustomize.counterparts import counterpart
from svclint.render.kustomize.json_patch import apply_operation
from svclint.render.kustomize.traced import Node, Place
from svclint.render.named_in_field import Named
from svclint.source import Document
from svclint.source.kinds import CONTAINER_LISTS

# What refers to a port depends on these fields of it.
_PORT_FIELDS = ("name", "port", "containerPort", "protocol")
_NAMES_OF_PORTS = ("name", "port", "containerPort")


class Change(NamedTuple):
    """An object before and after a patch; a JSON patch is the list of its operations."""

    before: Node
    after: Node
    patch: Node


class _Field(NamedTuple):
    """A field of a built document; with ``named``, what has been taken away from it counts."""

    document: Document
    path: Path
    named: Named | None

    def is_changed(self, before: Node, after: Node) -> bool:
        """Return whether a change of an object changes the field, or takes away what is named."""
        one, other = (_inside(each, self.document, self.path)[0] for each in (before, after))
        if _compared(one, self.path) == _compared(other, self.path):
            return False
        # A single value, such as the type, decides alone, and names nothing.
        if self.named is None or not (_is_composed(one) or _is_composed(other)):
            return True
        return self.named.fits(_names(one, self.path) - _names(other, self.path))


def place_of_change(
    changes: Sequence[Change], document: Document, path: Path, named: Named | None = None
) -> Place | None:
    """Return where the last change of a field of a built document is written.

    Of containers, only the names and the ports count, and of ports what others refer to.
    With ``named``, only a patch counts that has taken away what is named.
    ``None`` if no patch has changed the field.
    """
    field = _Field(document, path, named)
    for change in reversed(changes):
        if field.is_changed(change.before, change.after):
            is_json = isinstance(change.patch.value, list)
            patch = _operation(change, field) if is_json else change.patch
            return _place_in(patch, document, path)
    return None


def _is_composed(node: Node | None) -> bool:
    return node is not None and isinstance(node.value, dict | list)


def _operation(change: Change, field: _Field) -> Node:
    """Return the operation of a JSON patch after which the others do not change a field."""
    operations = change.patch.items

    def is_last(number: int) -> bool:
        node = change.before.copy()
        for each in operations[: number + 1]:
            apply_operation(node, each)
        return not field.is_changed(node, change.after)

    # A copy of the object for each operation would take time with the square of their number.
    return operations[bisect_left(range(len(operations) - 1), True, key=is_last)]


def _inside(node: Node, document: Document, path: Path) -> tuple[Node | None, Node]:
    """Return what a node has at a path, and the innermost node on the way there."""
    inner: Node | None = node
    for length, step in enumerate(path):
        if isinstance(step, int):
            built = document.value(path[:length])
            inner = counterpart(built, step, node.items) if isinstance(built, list) else None
        else:
            inner = node.field(step)
        if inner is None:
            break
        node = inner
    return inner, node


def _compared(node: Node | None, path: Path) -> Any:
    """Return what of a field decides whether something else refers to it in vain."""
    if node is None or not isinstance(node.value, list):
        return None if node is None else node.data()
    if path[-1] in CONTAINER_LISTS:
        return [(each.text("name"), _ports(each.items_of("ports"))) for each in node.items]
    return _ports(node.items) if path[-1] == "ports" else node.data()


def _names(node: Node | None, path: Path) -> frozenset[tuple[str, str]]:
    """Return the labels, or the names and numbers of ports with their protocol."""
    if node is None:
        return frozenset()
    ports = node.items
    if node.is_mapping:
        # A rule of a NetworkPolicy has the place of its first field.
        ports = node.items_of("ports")
        if not ports:
            return frozenset((key, node.text_of(key)) for key in node.value)
    if path[-1] in CONTAINER_LISTS:
        ports = [port for each in node.items for port in each.items_of("ports")]
    return frozenset(
        (port.text_of("protocol") or "TCP", port.text_of(name))
        for port in ports
        for name in _NAMES_OF_PORTS
        if port.field(name) is not None
    )


def _ports(items: Sequence[Node]) -> list[list[str]]:
    return sorted([item.text_of(name) for name in _PORT_FIELDS] for item in items)


def _place_in(patch: Node, document: Document, path: Path) -> Place:
    if patch.field("op") is not None:
        return (patch.field("value") or patch).place
    node = _inside(patch, document, path)[1]
    with_ports = (each for each in node.items if each.field("ports") is not None)
    container = next(with_ports, None)
    if container is not None:
        node = container.field("ports") or container
    return (node.items[0] if len(node.items) == 1 else node).place
