"""Strategic merge patches of kustomize, replayed on traced values.

Source: kyaml/yaml/merge2 and kyaml/yaml/walk. kustomize walks the whole object, so lists that
the patch does not name are merged too, with nothing.
"""

from __future__ import annotations

import json
from functools import partial
from typing import NamedTuple

from svclint.model import Path
from svclint.render.kustomize.ignored_items import Ignored, ignored_items
from svclint.render.kustomize.merge_keys import merge_keys
from svclint.render.kustomize.merged_items import merged_items, set_item
from svclint.render.kustomize.traced import Node, Place, UntraceableError, is_same

_DIRECTIVE = "$patch"


class _Merge(NamedTuple):
    """The merge of one object: its API version and kind, and the items that have no effect."""

    api_version: str
    kind: str
    ignored: list[Ignored]


def merge(target: Node, patch: Node, ignored: list[Ignored]) -> Node | None:
    """Return an object with a patch merged into it; ``None`` if the patch deletes it.

    The items of the patch that have no effect are added to ``ignored``. Raises
    ``UntraceableError`` for values that cannot be merged.
    """
    this = _Merge(target.text("apiVersion"), target.text("kind"), ignored)
    return _merged(target.copy(), patch.copy(), this, ())


def _merged(target: Node | None, patch: Node | None, this: _Merge, path: Path) -> Node | None:
    """Merge a patch into a value, in place; what is added is the node of the patch."""
    if patch is not None and patch.value is None:
        return None
    shape = patch if target is None or target.value is None else target
    if shape is None:
        return target
    if patch is not None and _shape(patch) is not _shape(shape):
        raise UntraceableError
    if shape.is_mapping:
        return _merged_mapping(target, patch, this, path)
    if isinstance(shape.value, list):
        return _merged_list(target, patch, this, path)
    return target if patch is None else _in_style_of(target, patch)


def _in_style_of(target: Node | None, patch: Node) -> Node:
    """Return a scalar as kustomize writes it: a number that replaces a quoted text gets quotes."""
    if target is None or not isinstance(target.value, str) or isinstance(patch.value, str):
        return patch
    return Node(json.dumps(patch.value), patch.place) if _is_quoted(target.place) else patch


def _is_quoted(place: Place) -> bool:
    """Return whether the text at a place has quotes, in its file or by an earlier merge."""
    if not isinstance(place.document.value(place.path), str):
        return True
    at = place.location()
    return place.document.chunk.line(at.line)[at.column - 1 :].startswith(('"', "'"))


def _shape(node: Node) -> type:
    return type(node.value) if isinstance(node.value, dict | list) else str


def _merged_mapping(
    target: Node | None, patch: Node | None, this: _Merge, path: Path
) -> Node | None:
    # A directive counts once: kustomize takes it out of the patch when it reads it.
    directive = patch.value.pop(_DIRECTIVE, None) if patch is not None else None
    directive = directive.value if directive is not None else None
    if directive == "delete":
        return None
    if target is None or target.value is None or directive == "replace":
        target = patch
    if target is None:
        return None
    changes = patch.value if patch is not None else {}
    for name in sorted({*target.value, *changes}, key=str):
        merged = _merged(target.value.get(name), changes.get(name), this, (*path, name))
        if merged is None:
            target.value.pop(name, None)
        else:
            target.value[name] = merged
    return target


def _merged_list(target: Node | None, patch: Node | None, this: _Merge, path: Path) -> Node | None:
    keys = merge_keys(this.api_version, this.kind, path)
    if keys is None:
        return patch or target
    if target is None or target.value is None:
        target = patch
    elif patch is not None:
        directive = _take_directive(patch.value)
        if directive == "delete":
            return None
        target = patch if directive == "replace" else target
    if target is None:
        return None
    changes = patch.value if patch is not None else []
    if keys:
        merge_item = partial(_merged_item, keys=keys, this=this, path=path)
        before = list(target.value), list(changes)
        items = merged_items(target.value, changes, keys, merge_item)
        if len(keys) > 1 and changes is not target.value:
            this.ignored.extend(ignored_items(*before, items, keys))
        return Node(items, target.place)
    found = {str(item.value): item for item in (*changes, *target.value)}
    return Node(list(found.values()), target.place)


def _take_directive(items: list[Node]) -> str:
    """Return the directive for a whole list, and remove it: an item without other fields."""
    item = next((item for item in items if item.field(_DIRECTIVE) is not None), None)
    if item is None or len(item.value) > 1:
        return ""
    directive = item.text(_DIRECTIVE)
    set_item(items, (_DIRECTIVE,), (directive,), None)
    return directive


def _merged_item(
    target: Node | None,
    patch: Node | None,
    *,
    keys: tuple[str, ...],
    this: _Merge,
    path: Path,
) -> Node | None:
    known = {key: target.field(key) for key in keys} if target is not None else {}
    merged = _merged(target, patch, this, path)
    if merged is not None and merged is target:
        # The keys of a patch only say which item it changes.
        for key, node in known.items():
            if node is not None and is_same(merged.data_of(key), node.value):
                merged.value[key] = node
    return merged
