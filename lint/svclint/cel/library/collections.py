"""Sets (ext/sets.go of cel-go), and maps that grow (ext/comprehensions.go)."""

from __future__ import annotations

from typing import Any

from ..budget import spend
from ..errors import CelError
from ..runtime.access import show
from ..runtime.operators import contains
from ..values import key_of
from .table import overloads


def _has_all(items: list[Any], wanted: list[Any]) -> bool:
    return all(contains(item, items) for item in wanted)


def _are_equivalent(one: list[Any], other: list[Any]) -> bool:
    return _has_all(one, other) and _has_all(other, one)


def _intersect(one: list[Any], other: list[Any]) -> bool:
    return any(contains(item, other) for item in one)


def _insert(entries: dict[Any, Any], key: Any, value: Any) -> dict[Any, Any]:
    stored = key_of(key)
    if stored in entries:
        raise CelError(f"insert failed: key {show(key)} already exists")
    spend(len(entries))
    return {**entries, stored: value}


def _insert_all(entries: dict[Any, Any], more: dict[Any, Any]) -> dict[Any, Any]:
    for key in more:
        if key in entries:
            raise CelError(f"insert failed: key {show(key)} already exists")
    spend(len(entries) + len(more))
    return {**entries, **more}


OVERLOADS = overloads(
    {
        "sets.contains(list(A), list(A)) -> bool": _has_all,
        "sets.equivalent(list(A), list(A)) -> bool": _are_equivalent,
        "sets.intersects(list(A), list(A)) -> bool": _intersect,
        "cel.@mapInsert(map(K, V), K, V) -> map(K, V)": _insert,
        "cel.@mapInsert(map(K, V), map(K, V)) -> map(K, V)": _insert_all,
    }
)
