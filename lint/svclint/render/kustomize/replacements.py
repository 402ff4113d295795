"""Replacements of a kustomization, replayed on one object.

Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replacements/ and
api/filters/replacement of kustomize.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from svclint.model import Data
from svclint.model.data import mapping, text
from svclint.render.kustomize.field_paths import find_fields
from svclint.render.kustomize.selection import TracedObject, is_replaced
from svclint.render.kustomize.sources import Layer, Sources
from svclint.render.kustomize.traced import Node, UntraceableError, traced

_NAME = "metadata.name"
# Kinds whose fields have no use of their own.
_KINDS_OF_SETTINGS = ("ConfigMap", "Secret")


class _Unknown:
    """The value of a field whose source is not in the output."""


UNKNOWN = _Unknown()
# Returns the field of another object, given the ``source`` of a replacement.
FindSource = Callable[[Data], Node | None]


def apply_replacements(
    target: TracedObject, layer: Layer, sources: Sources, find_source: FindSource
) -> None:
    """Apply the replacements of a kustomization that are written there or in other files."""
    for entry in layer.settings.items_of("replacements"):
        for replacement in _written(entry, layer, sources):
            _apply(target, replacement, find_source)


def _written(entry: Node, layer: Layer, sources: Sources) -> Iterator[Node]:
    path = entry.text("path")
    if not path:
        yield entry
        return
    for document in sources.documents(layer.path_of(path)):
        if document.problem is not None:
            raise UntraceableError
        root = traced(document, (), "", (entry.place._replace(setting="replacements"),))
        yield from root.items or [root]


def _apply(target: TracedObject, replacement: Node, find_source: FindSource) -> None:
    for entry in replacement.items_of("targets"):
        if is_replaced(target, mapping(entry.data())):
            target.root = target.root.copy()
            _copy_value(target.root, replacement, entry, find_source)
            target.note_identity()


def _copy_value(root: Node, replacement: Node, entry: Node, find_source: FindSource) -> None:
    value = _value(replacement, find_source)
    options = mapping(entry.data_of("options"))
    paths = entry.field("fieldPaths")
    created = value.place if options.get("create") is True else None
    for path in [str(each.value) for each in paths.items] if paths is not None else [_NAME]:
        for field in find_fields(root, path, created):
            _set(field, value, options)


def _value(replacement: Node, find_source: FindSource) -> Node:
    """Return the value that is copied; it is unknown if its object is not in the output."""
    place = replacement.place._replace(setting="replacements")
    written = replacement.field("sourceValue")
    if written is not None:
        return Node(written.value, written.place._replace(setting="replacements"))
    source = replacement.field("source")
    if source is None:
        raise UntraceableError
    selector = mapping(source.data())
    found = find_source(selector)
    if found is None:
        return Node(UNKNOWN, place)
    through = (*found.place.through, place)
    options = mapping(selector.get("options"))
    value = _piece(found.value, options)
    if value is None:
        return Node(UNKNOWN, place)
    if text(selector.get("kind")) not in _KINDS_OF_SETTINGS:
        # A name of a container is right where it is, and too long for a port.
        own = (found.place._replace(through=()), *found.place.through)
        return Node(value, source.place._replace(setting="replacements", through=own))
    return Node(value, found.place._replace(through=through))


def _piece(value: Any, options: Data) -> Any:
    delimiter, index = options.get("delimiter"), options.get("index", 0)
    if not isinstance(delimiter, str) or not delimiter or not isinstance(index, int):
        return value
    pieces = str(value).split(delimiter)
    return pieces[index] if 0 <= index < len(pieces) else None


def _set(field: Node, value: Node, options: Data) -> None:
    """Set a field, or a piece of its text; the type of a field that is set stays."""
    delimiter, index = options.get("delimiter"), options.get("index", 0)
    if isinstance(delimiter, str) and delimiter and isinstance(index, int):
        field.value = _joined(field.value, value.value, delimiter, index)
        # The rest of the text is what it was before.
        base = (field.place._replace(through=()), *field.place.through)
        field.place = value.place._replace(through=(*value.place.through, *base))
        return
    field.value, field.place = _of_type(value.value, field.value), value.place


def _joined(text: Any, value: Any, delimiter: str, index: int) -> Any:
    if isinstance(value, _Unknown):
        return value
    pieces = str(text).split(delimiter)
    if index < 0:
        pieces.insert(0, str(value))
    elif index >= len(pieces):
        pieces.append(str(value))
    else:
        pieces[index] = str(value)
    return delimiter.join(pieces)


def _of_type(value: Any, former: Any) -> Any:
    """Return a value as YAML reads it in place of a former scalar, which keeps its quotes."""
    if isinstance(former, str) and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    is_number = isinstance(former, int) and not isinstance(former, bool)
    if is_number and isinstance(value, str) and value.lstrip("-").isdecimal():
        return int(value)
    return value
