"""Lists in strategic merge patches: the order, keys and types of their items.

Source: k8s.io/apimachinery/pkg/util/strategicpatch (``sortMergeListsByNameArray``,
``normalizeElementOrder``, ``sliceElementType``, ``deduplicateScalars``).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from svclint.kubernetes.merge.errors import MergeError
from svclint.kubernetes.merge.item_keys import item_key

DIRECTIVE, DELETE, REPLACE = "$patch", "delete", "replace"
ORDER_PREFIX, DELETE_PREFIX = "$setElementOrder/", "$deleteFromPrimitiveList/"


def json_type(value: object) -> str:
    """Return the JSON type of a value, as Go's decoder distinguishes them."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, dict):
        return "map"
    if isinstance(value, list):
        return "list"
    return "string" if isinstance(value, str) else "null"


def element_type(lists: Sequence[list[Any]]) -> str:
    """Return the JSON type that all items have. Raises ``MergeError`` if they differ."""
    types = {json_type(item) for items in lists for item in items}
    if len(types) != 1:
        raise MergeError("the items of a list to merge are not all of the same type")
    return types.pop()


class Places:
    """The first place of each item of a list by its merge key, without a search of the list."""

    def __init__(self, items: Sequence[Any], merge_key: str) -> None:
        self._merge_key = merge_key
        self._places: dict[Hashable, int] = {}
        for place, item in enumerate(items):
            self.add(item, place)

    def add(self, item: Any, place: int) -> None:
        """Add an item; of several with the same key, the first counts."""
        self._places.setdefault(item_key(item, self._merge_key), place)

    def of(self, item: Any) -> int:
        """Return the place of an item; -1 if it is not in the list."""
        return self._places.get(item_key(item, self._merge_key), -1)


def in_order(items: list[Any], order: Sequence[Any], merge_key: str) -> list[Any]:
    """Return items in the order of another list; items with the same merge key keep theirs."""
    require_key(items, merge_key)
    return sorted(items, key=Places(order, merge_key).of)


def without_duplicates(items: list[Any]) -> list[Any]:
    """Return scalars without duplicates in Go's way: the last item takes a duplicate's place."""
    unique = list(items)
    first = 0
    while first < len(unique) - 1:
        other = first + 1
        while other < len(unique):
            if unique[other] == unique[first]:
                unique[other] = unique[-1]
                unique.pop()
            else:
                other += 1
        first += 1
    return unique


def scalar_text(value: object) -> str:
    """Return a scalar as Go's ``%v`` prints it, which lists are sorted by."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "<nil>" if value is None else str(value)


def require_key(items: list[Any], merge_key: str) -> None:
    """Raise ``MergeError`` if an item lacks the merge key."""
    if merge_key and any(merge_key not in item for item in items):
        raise MergeError(f"an item of the list has no {merge_key!r}, which items are merged by")
