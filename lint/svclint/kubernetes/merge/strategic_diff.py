"""Strategic merge patches: compute one from two objects, as ``kubectl apply`` does.

Source: k8s.io/apimachinery/pkg/util/strategicpatch (``diffMaps``, ``diffLists``), with its quirks,
which users meet: items are matched by one merge key alone, so that two ports with one number are
paired by their place in a list that is sorted by the *text* of the number.
"""

from __future__ import annotations

from typing import Any

from svclint.kubernetes.merge.field_types import FieldType
from svclint.kubernetes.merge.strategic_lists import (
    DELETE,
    DELETE_PREFIX,
    DIRECTIVE,
    ORDER_PREFIX,
    element_type,
    in_order,
    json_type,
    require_key,
    scalar_text,
    without_duplicates,
)
from svclint.model import Data

_MISSING = object()


def additions_and_changes(original: Data, modified: Data, kind: FieldType) -> Data:
    """Return the patch that adds and changes the fields of ``modified`` and deletes nothing."""
    return _diff_maps(original, modified, kind, deletes=False)


def deletions(original: Data, modified: Data, kind: FieldType) -> Data:
    """Return the patch that only deletes the fields of ``original`` that ``modified`` lacks."""
    return _diff_maps(original, modified, kind, deletes=True)


def _diff_maps(original: Data, modified: Data, kind: FieldType, *, deletes: bool) -> Data:
    patch: Data = {}
    for key, new in modified.items():
        old = original.get(key, _MISSING)
        if old is _MISSING or json_type(old) != json_type(new):
            if not deletes:
                patch[key] = new
        elif isinstance(new, dict):
            inner = _diff_maps(old, new, kind.field(key), deletes=deletes)
            if inner:
                patch[key] = inner
        elif isinstance(new, list) and kind.field(key).merge_key is not None:
            patch.update(_diff_lists(key, old, new, kind.field(key), deletes=deletes))
        elif old != new and not deletes:
            patch[key] = new
    if deletes:
        patch.update({key: None for key in original if key not in modified})
    return patch


def _diff_lists(
    key: str, original: list[Any], modified: list[Any], kind: FieldType, *, deletes: bool
) -> Data:
    if not original:
        return {key: modified} if modified and not deletes else {}
    if element_type((original, modified)) != "map":
        return _diff_scalar_lists(key, original, modified, deletes=deletes)
    merge_key = kind.merge_key or ""
    changed, removed = _diff_map_lists(original, modified, kind, deletes=deletes)
    changed = in_order(changed, modified, merge_key)
    is_same_order = len(original) == len(modified) and all(
        old[merge_key] == new[merge_key] for old, new in zip(original, modified, strict=True)
    )
    patch: Data = {}
    if changed or removed:
        patch[key] = [*changed, *removed]
    if modified and (patch or (not deletes and not is_same_order)):
        patch[ORDER_PREFIX + key] = [{merge_key: item[merge_key]} for item in modified]
    return patch


def _diff_map_lists(
    original: list[Data], modified: list[Data], kind: FieldType, *, deletes: bool
) -> tuple[list[Data], list[Data]]:
    merge_key, element = kind.merge_key or "", kind.element or kind
    old_items, new_items = _sorted_by(original, merge_key), _sorted_by(modified, merge_key)
    changed: list[Data] = []
    removed: list[Data] = []
    while old_items or new_items:
        old = scalar_text(old_items[0][merge_key]) if old_items else None
        new = scalar_text(new_items[0][merge_key]) if new_items else None
        if old is not None and old == new:
            item = new_items.pop(0)
            inner = _diff_maps(old_items.pop(0), item, element, deletes=deletes)
            if inner:
                changed.append(inner | {merge_key: item[merge_key]})
        elif old is None or (new is not None and old > new):
            item = new_items.pop(0)
            if not deletes:
                changed.append(item)
        else:
            item = old_items.pop(0)
            if deletes:
                removed.append({merge_key: item[merge_key], DIRECTIVE: DELETE})
    return changed, removed


def _diff_scalar_lists(
    key: str, original: list[Any], modified: list[Any], *, deletes: bool
) -> Data:
    # Go sorts the original in place before it compares, so an unsorted list always differs.
    old_items = sorted(original, key=scalar_text)
    added, removed = _unmatched(old_items, sorted(modified, key=scalar_text))
    patch: Data = {}
    if deletes:
        if removed:
            patch[DELETE_PREFIX + key] = without_duplicates(removed)
    elif added:
        patch[key] = in_order(added, modified, "")
    if modified and (removed if deletes else old_items != modified):
        patch[ORDER_PREFIX + key] = modified
    return patch


def _unmatched(old_items: list[Any], new_items: list[Any]) -> tuple[list[Any], list[Any]]:
    added: list[Any] = []
    removed: list[Any] = []
    while old_items or new_items:
        old = scalar_text(old_items[0]) if old_items else None
        new = scalar_text(new_items[0]) if new_items else None
        if old is not None and old == new:
            old_items, new_items = old_items[1:], new_items[1:]
        elif old is None or (new is not None and old > new):
            added.append(new_items[0])
            new_items = new_items[1:]
        else:
            removed.append(old_items[0])
            old_items = old_items[1:]
    return added, removed


def _sorted_by(items: list[Data], merge_key: str) -> list[Data]:
    # Go's comparison is true for equal keys, too, so items with one key come out reversed.
    require_key(items, merge_key)
    backwards = items[::-1]
    return sorted(backwards, key=lambda item: scalar_text(item[merge_key]))
