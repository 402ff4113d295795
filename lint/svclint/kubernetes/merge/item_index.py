"""Find the items of a list that people take for the same as those of another one."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from svclint.kubernetes.merge.field_types import FieldType
from svclint.kubernetes.merge.item_keys import hashable


class ItemIndex:
    """The items of a list, each of which is found once, by its value and by its identity."""

    def __init__(self, items: Sequence[Any], types: FieldType) -> None:
        self._types = types
        self._items = dict(enumerate(items))
        self._equal = _by_key((each, hashable(item)) for each, item in self._items.items())
        self._identical = [
            _by_key((each, self._key(item, fields)) for each, item in self._items.items())
            for fields in types.identity
        ]

    @property
    def left(self) -> dict[int, Any]:
        """The items that were not found, by their index."""
        return self._items

    def take_equal(self, item: Any) -> int | None:
        """Return the index of an equal item that was not found before."""
        return self._taken(self._equal.get(hashable(item)))

    def take_identical(self, item: Any, number: int) -> int | None:
        """Return the index of an item with the same fields of an identity, given by its number."""
        key = self._key(item, self._types.identity[number])
        return self._taken(self._identical[number].get(key)) if any(key) else None

    def _taken(self, indices: deque[int] | None) -> int | None:
        while indices:
            index = indices.popleft()
            if index in self._items:
                del self._items[index]
                return index
        return None

    def _key(self, item: Any, fields: Iterable[str]) -> tuple[Hashable, ...]:
        values = ((field, item.get(field) if isinstance(item, dict) else None) for field in fields)
        defaults = self._types.defaults
        return tuple(
            hashable(defaults.get(field) if value in (None, "") else value)
            for field, value in values
        )


def indices_of(items: Sequence[Any], others: Sequence[Any], types: FieldType) -> list[int | None]:
    """Return for each item the index of the same one in another list, which is that of no other."""
    index, found = ItemIndex(others, types), dict[int, int]()
    for identity in range(len(types.identity)):
        for number, item in enumerate(items):
            other = None if number in found else index.take_identical(item, identity)
            if other is not None:
                found[number] = other
    return [found.get(number) for number in range(len(items))]


def _by_key(keys: Iterable[tuple[int, Hashable]]) -> dict[Hashable, deque[int]]:
    found: dict[Hashable, deque[int]] = {}
    for index, key in keys:
        found.setdefault(key, deque()).append(index)
    return found
