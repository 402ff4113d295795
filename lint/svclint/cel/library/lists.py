"""Lists: Kubernetes' own (cel/library/lists.go), and cel-go's (ext/lists.go, version 3)."""

from __future__ import annotations

from functools import cmp_to_key
from itertools import pairwise
from typing import Any

from ..budget import allocate, spend
from ..errors import CelError, EvaluationStopped, Unknowable
from ..numbers import UInt
from ..runtime.operators import add
from ..values import COMPARABLE as ORDERED
from ..values import Duration, Unknown, compare, equal, no_overload, size_of, type_name
from .table import COMPARABLE, SUMMABLE, for_types, overloads

_ZEROS: dict[str, Any] = {"int": 0, "uint": UInt(0), "double": 0.0, "duration": Duration(0)}
# The server would try; no list that a policy needs is longer.
_LONGEST = 1_000_000


def _order(one: Any, other: Any) -> int:
    """Compare two elements; to the server, those that have no order are as good as equal."""
    try:
        return compare(one, other)
    except Unknowable:
        raise
    except CelError:
        return 0


def _ordered(items: list[Any]) -> list[Any]:
    for item in items:
        if type_name(item) not in ORDERED:
            raise no_overload()
    return items


def _is_sorted(items: list[Any]) -> bool:
    return all(_order(one, other) <= 0 for one, other in pairwise(_ordered(items)))


def _sum_from(zero: Any) -> Any:
    def total(items: list[Any]) -> Any:
        result = zero
        for item in items:
            result = add(result, item)
        return result

    return total


def _extreme(name: str, sign: int) -> Any:
    def extreme(items: list[Any]) -> Any:
        if not items:
            raise CelError(f"{name} called on empty list")
        best = items[0]
        for item in _ordered(items):
            if _order(best, item) == sign:
                best = item
        return best

    return extreme


def _index_of(items: list[Any], wanted: Any) -> int:
    spend(len(items))
    return next((place for place, item in enumerate(items) if equal(item, wanted)), -1)


def _last_index_of(items: list[Any], wanted: Any) -> int:
    place = _index_of(items[::-1], wanted)
    return -1 if place < 0 else len(items) - 1 - place


def _slice(items: list[Any], start: int, end: int) -> list[Any]:
    call = f"cannot slice({start}, {end})"
    if start < 0 or end < 0:
        raise CelError(f"{call}, negative indexes not supported")
    if start > end:
        raise CelError(f"{call}, start index must be less than or equal to end index")
    if len(items) < end:
        raise CelError(f"{call}, list is length {len(items)}")
    allocate(8 * (end - start))
    return items[start:end]


def _flattened(items: Any, *depth: Any) -> list[Any]:
    if not isinstance(items, list):
        shown = ", ".join(map(type_name, depth))
        raise CelError(f"no such overload: {type_name(items)}.flatten({shown})")
    return _flatten(items, *depth)


def _flatten(items: list[Any], depth: int = 1) -> list[Any]:
    if depth < 0:
        raise CelError("level must be non-negative")
    flat: list[Any] = []
    spend(len(items))
    allocate(size_of(items))
    for item in items:
        if isinstance(item, list) and depth > 0:
            flat += _flatten(item, depth - 1)
        else:
            flat.append(item)
    return flat


def _sort(items: Any) -> list[Any]:
    if not isinstance(items, list):
        raise no_overload()
    return _sort_by(items, items)


def _sort_by(items: Any, keys: list[Any]) -> list[Any]:
    if not items:
        return []
    kind = type_name(keys[0])
    if kind not in ORDERED:
        raise CelError("list elements must be comparable")
    for key in keys:
        if isinstance(key, Unknown):
            key.used()
        if type_name(key) != kind:
            raise CelError("list elements must have the same type")

    spend(len(items))

    def by_key(one: int, other: int) -> int:
        return compare(keys[one], keys[other])

    order = sorted(range(len(items)), key=cmp_to_key(by_key))
    return [items[place] for place in order]


def _range(count: int) -> list[int]:
    if count > _LONGEST:
        raise EvaluationStopped("operation cancelled: actual cost limit exceeded")
    allocate(8 * max(count, 0))
    return list(range(count))


def _reversed(items: list[Any]) -> list[Any]:
    allocate(size_of(items))
    return items[::-1]


def _distinct(items: list[Any]) -> list[Any]:
    unique: list[Any] = []
    for item in items:
        spend(len(unique))
        if not any(equal(item, each) for each in unique):
            unique.append(item)
    return unique


OVERLOADS = [
    *overloads(
        {
            **for_types(".isSorted(list(T)) -> bool", COMPARABLE, _is_sorted),
            **{f".sum(list({name})) -> {name}": _sum_from(_ZEROS[name]) for name in SUMMABLE},
            **for_types(".max(list(T)) -> T", COMPARABLE, _extreme("max", -1)),
            **for_types(".min(list(T)) -> T", COMPARABLE, _extreme("min", 1)),
            ".indexOf(list(A), A) -> int": _index_of,
            ".lastIndexOf(list(A), A) -> int": _last_index_of,
            ".slice(list(A), int, int) -> list(A)": _slice,
            "lists.range(int) -> list(int)": _range,
            ".reverse(list(A)) -> list(A)": _reversed,
            ".distinct(list(A)) -> list(A)": _distinct,
        }
    ),
    *overloads(
        {
            ".flatten(list(list(A))) -> list(A)": _flattened,
            ".flatten(list(dyn), int) -> list(dyn)": _flattened,
            **for_types(".sort(list(T)) -> list(T)", COMPARABLE, _sort),
            **for_types(
                ".@sortByAssociatedKeys(list(A), list(T)) -> list(A)", COMPARABLE, _sort_by
            ),
        },
        is_guarded=False,
    ),
]
