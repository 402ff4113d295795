"""Strategic merge patches: apply one to an object, or merge two into one.

Source: k8s.io/apimachinery/pkg/util/strategicpatch (``mergeMap``, ``mergeSlice``). The server
applies a patch to the live object; kubectl merges its two patches (deletions, then changes) into
one that still contains nulls and directives.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from svclint.kubernetes.merge.errors import MergeError
from svclint.kubernetes.merge.field_types import FieldType
from svclint.kubernetes.merge.item_keys import item_key
from svclint.kubernetes.merge.strategic_lists import (
    DELETE,
    DELETE_PREFIX,
    DIRECTIVE,
    ORDER_PREFIX,
    REPLACE,
    Places,
    element_type,
    in_order,
    json_type,
    without_duplicates,
)
from svclint.model import Data


def merge_patches(first: Data, second: Data, kind: FieldType) -> Data:
    """Return one patch that does what two patches do one after the other."""
    return _merge_maps(first, second, kind, is_final=False)


def apply_patch(current: Data, patch: Data, kind: FieldType) -> Data:
    """Return an object after a patch, as the server applies it. Neither is changed.

    Raises ``MergeError`` if the server refuses the patch.
    """
    return _merge_maps(current, patch, kind, is_final=True)


def _merge_maps(original: Data, patch: Data, kind: FieldType, *, is_final: bool) -> Data:
    if DIRECTIVE in patch:
        return _follow_directive(patch)
    merged, rest = _merge_ordered_lists(original, patch, kind, is_final=is_final)
    for key, value in rest.items():
        if key.startswith(DELETE_PREFIX):
            _merge_deletions(merged, key, value, is_final=is_final)
        elif value is None:
            merged.pop(key, None)
            if not is_final:
                merged[key] = None
        elif key not in merged or json_type(merged[key]) != json_type(value):
            merged[key] = _without_directives(without_nulls(value) if is_final else value)
        elif isinstance(value, dict):
            merged[key] = _merge_maps(merged[key], value, kind.field(key), is_final=is_final)
        elif isinstance(value, list) and kind.field(key).merge_key is not None:
            merged[key], _ = _merge_lists(merged[key], value, kind.field(key), is_final=is_final)
        else:
            merged[key] = value
    return merged


def _follow_directive(patch: Data) -> Data:
    if patch[DIRECTIVE] == REPLACE:
        return {key: value for key, value in patch.items() if key != DIRECTIVE}
    if patch[DIRECTIVE] == DELETE:
        return {}
    raise MergeError(f"a patch must not contain {DIRECTIVE}: {patch[DIRECTIVE]}")


def _merge_deletions(merged: Data, key: str, value: list[Any], *, is_final: bool) -> None:
    if not is_final:
        merged[key] = value
        return
    name = key.removeprefix(DELETE_PREFIX)
    if name in merged:
        merged[name] = [item for item in merged[name] if item not in value]


def _merge_ordered_lists(
    original: Data, patch: Data, kind: FieldType, *, is_final: bool
) -> tuple[Data, Data]:
    """Merge the lists whose order the patch gives; return the object and the rest of the patch."""
    merged, rest = dict(original), dict(patch)
    for key, order in patch.items():
        if not key.startswith(ORDER_PREFIX):
            continue
        del rest[key]
        if not is_final:
            merged[key] = order
        name = key.removeprefix(ORDER_PREFIX)
        element, mine, theirs = kind.field(name), original.get(name), rest.pop(name, None)
        _require_order(theirs or [], order, element.merge_key or "")
        if theirs is not None and mine is not None:
            items, server_order = _merge_lists(mine, theirs, element, is_final=is_final)
        elif theirs is not None:
            items, server_order = _without_directives(theirs), []
        elif mine is not None:
            items, server_order = mine, mine
        else:
            continue
        merged[name] = _arranged(items, order, server_order, element.merge_key or "")
    return merged, rest


def _require_order(patch: list[Any], order: list[Any], merge_key: str) -> None:
    """Raise ``MergeError`` if the items of a patch do not follow the order that it gives."""
    # A search of an iterator goes on where the last one ended.
    keys = iter([item_key(each, merge_key) for each in order])
    for item in patch:
        if isinstance(item, dict) and DIRECTIVE in item:
            continue
        if item_key(item, merge_key) not in keys:
            raise MergeError("the items of a list in the patch are not in its own order")


def _merge_lists(
    original: list[Any], patch: list[Any], kind: FieldType, *, is_final: bool
) -> tuple[list[Any], list[Any]]:
    """Merge two lists item by item; return the result, and the first list as Go leaves it.

    Go works in place: a deletion moves the later items up and a new item takes the free place.
    The first list decides the order afterwards, and so may contain new items.
    """
    if not original and not patch:
        return original, original
    if element_type((original, patch)) != "map":
        both = without_duplicates([*original, *patch])
        return _arranged(both, patch, original, ""), original
    merge_key = kind.merge_key or ""
    remaining, additions, replaces = _without_special_items(original, patch, merge_key)
    merged = list(remaining)
    places = Places(merged, merge_key)
    for item in additions:
        place = places.of(item)
        if place < 0:
            places.add(item, len(merged))
            merged.append(item)
        else:
            element = kind.element or kind
            merged[place] = _merge_maps(merged[place], item, element, is_final=is_final)
    has_room = is_final and not replaces and len(remaining) < len(original)
    left = [*merged, *original[len(merged) :]][: len(original)] if has_room else original
    return _arranged(merged, additions, remaining, merge_key), left


def _without_special_items(
    original: list[Data], patch: list[Data], merge_key: str
) -> tuple[list[Data], list[Data], bool]:
    additions = [item for item in patch if DIRECTIVE not in item]
    if any(item.get(DIRECTIVE) == REPLACE for item in patch):
        return additions, [], True
    deleted = [item[merge_key] for item in patch if item.get(DIRECTIVE) == DELETE]
    remaining = [item for item in original if item.get(merge_key) not in deleted]
    return remaining, additions, False


def _arranged(
    items: list[Any], order: list[Any], server_order: list[Any], merge_key: str
) -> list[Any]:
    """Return items in the order of the patch, with those of the server alone in between."""
    places = Places(order, merge_key)
    mine = [item for item in items if places.of(item) >= 0]
    others = [item for item in items if places.of(item) < 0]
    left = _deletions_last(in_order(others, server_order, merge_key))
    right = _deletions_last(in_order(mine, order, merge_key))
    return _interleaved(left, right, server_order, merge_key)


def _interleaved(
    left: list[Any], right: list[Any], server_order: list[Any], merge_key: str
) -> list[Any]:
    """Merge two lists: an item of the left one goes first if the server's order says so."""
    places, merged = Places(server_order, merge_key), list[Any]()
    lefts, rights = deque(left), deque(right)
    while lefts and rights:
        first, second = places.of(lefts[0]), places.of(rights[0])
        merged.append(lefts.popleft() if 0 <= first < second else rights.popleft())
    return [*merged, *rights, *lefts]


def _deletions_last(items: list[Any]) -> list[Any]:
    def is_deletion(item: Any) -> bool:
        return isinstance(item, dict) and item.get(DIRECTIVE) == DELETE

    return sorted(items, key=is_deletion)


def without_nulls(value: Any) -> Any:
    """Return a copy of a value without the nulls in its maps; nulls in lists stay."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def _without_directives(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_directives(item)
            for key, item in value.items()
            if not (isinstance(item, dict) and DIRECTIVE in item)
        }
    if isinstance(value, list):
        return [
            _without_directives(item)
            for item in value
            if not (isinstance(item, dict) and DIRECTIVE in item)
        ]
    return value
