"""JSON patches (RFC 6902), replayed on traced values.

kustomize applies them with evanphx/json-patch, which accepts negative indexes.
"""

from __future__ import annotations

from svclint.model.data import mapping, text
from svclint.render.kustomize.traced import Node, Place, UntraceableError


def apply_operation(target: Node, operation: Node) -> None:
    """Apply an operation of a patch to an object, in place. Raises ``UntraceableError``.

    A removed value leaves no trace in the object; a moved or copied one keeps its place.
    """
    name, pointer = operation.text("op"), steps_of(operation.text("path"))
    if name in ("add", "replace"):
        value = operation.field("value")
        if value is None:
            raise UntraceableError
        _put(target, pointer, value.copy(), is_added=name == "add")
    elif name == "remove":
        _take(target, pointer)
    elif name == "move":
        _put(target, pointer, _take(target, steps_of(operation.text("from"))), is_added=True)
    elif name == "copy":
        source = _at(target, steps_of(operation.text("from")))
        _put(target, pointer, source.copy(), is_added=True)
    elif name != "test":
        raise UntraceableError


def steps_of(pointer: str) -> list[str]:
    """Return the steps of a JSON pointer (RFC 6901), unescaped."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def place_of_name(place: Place) -> Place | None:
    """Return where an operation writes the name of the field whose whole value it has.

    ``None`` for the place of any other value.
    """
    if place.path[-1:] != ("value",):
        return None
    operation = mapping(place.document.value(place.path[:-1]))
    is_named = bool(text(operation.get("op"))) and bool(text(operation.get("path")))
    return place._replace(path=(*place.path[:-1], "path")) if is_named else None


def _at(node: Node, steps: list[str]) -> Node:
    for step in steps:
        child = _child(node, step)
        if child is None:
            raise UntraceableError
        node = child
    return node


def _child(node: Node, step: str) -> Node | None:
    if node.is_mapping:
        found: Node | None = node.value.get(step)
        return found
    items = node.items
    index = _index(step, len(items))
    return items[index] if 0 <= index < len(items) else None


def _index(step: str, length: int) -> int:
    """Return an index of a list; its length for ``-``. Raises ``UntraceableError``."""
    if step == "-":
        return length
    try:
        index = int(step)
    except ValueError:
        raise UntraceableError from None
    return index + length if index < 0 else index


def _put(target: Node, steps: list[str], value: Node, *, is_added: bool) -> None:
    if not steps:
        target.value, target.place = value.value, value.place
        return
    parent, last = _at(target, steps[:-1]), steps[-1]
    if parent.is_mapping:
        parent.value[last] = value
        return
    if not isinstance(parent.value, list):
        raise UntraceableError
    index = _index(last, len(parent.value))
    if not 0 <= index <= len(parent.value) - (not is_added):
        raise UntraceableError
    parent.value[index : index + (not is_added)] = [value]


def _take(target: Node, steps: list[str]) -> Node:
    """Remove a value and return it."""
    parent, last = _at(target, steps[:-1]), steps[-1] if steps else ""
    found = _child(parent, last) if steps else None
    if found is None:
        raise UntraceableError
    if parent.is_mapping:
        del parent.value[last]
    else:
        del parent.value[_index(last, len(parent.value))]
    return found
