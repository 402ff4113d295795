"""Find the patch that changed a field, also where it removed what a rule looks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.render.kustomize.counterparts import counterpart
from svclint.render.kustomize.traced import Node, Place
from svclint.source import Document

_CONTAINERS = ("containers", "initContainers")
# What refers to a port depends on these fields of it.
_PORT_FIELDS = ("name", "port", "containerPort", "protocol")


class Change(NamedTuple):
    """An object before and after a patch, and the patch: one operation if it is a JSON patch."""

    before: Node
    after: Node
    patch: Node


def place_of_change(changes: Sequence[Change], document: Document, path: Path) -> Place | None:
    """Return where the last change of a field of a built document is written.

    Of containers, only the names and the ports count, and of ports what others refer to.
    ``None`` if no patch has changed the field.
    """
    for change in reversed(changes):
        before, after = (
            _compared(_inside(each, document, path)[0], path)
            for each in (change.before, change.after)
        )
        if before != after:
            return _place_in(change.patch, document, path)
    return None


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
    if path[-1] in _CONTAINERS:
        return [(each.text("name"), _ports(each.items_of("ports"))) for each in node.items]
    return _ports(node.items) if path[-1] == "ports" else node.data()


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
