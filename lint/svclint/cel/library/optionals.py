"""Values that may be missing (cel/library.go of cel-go); plan/calls.py runs ``or``, ``orValue``."""

from __future__ import annotations

from typing import Any

from ..errors import CelError
from ..values import NONE, Optional, is_zero, no_overload
from .table import overloads


def _of(value: Any) -> Optional:
    return Optional(True, value)


def _of_non_zero(value: Any) -> Optional:
    return NONE if is_zero(value) else Optional(True, value)


def _value(optional: Optional) -> Any:
    if not optional.is_present:
        raise CelError("optional.none() dereference")
    return optional.value


def _first(items: list[Any]) -> Optional:
    return Optional(True, items[0]) if items else NONE


def _last(items: list[Any]) -> Optional:
    return Optional(True, items[-1]) if items else NONE


def _unwrap(items: list[Any]) -> list[Any]:
    return [item.value for item in items if item.is_present]


def _operator(*operands: Any) -> Any:
    raise no_overload()


OVERLOADS = [
    *overloads(
        {
            ".value(optional(V)) -> V": _value,
            ".hasValue(optional(V)) -> bool": lambda optional: optional.is_present,
            ".or(optional(V), optional(V)) -> optional(V)": _operator,
            ".orValue(optional(V), V) -> V": _operator,
            "optional.none() -> optional(V)": lambda: NONE,
            ".first(list(V)) -> optional(V)": _first,
            ".last(list(V)) -> optional(V)": _last,
            "optional.unwrap(list(optional(V))) -> list(V)": _unwrap,
            ".unwrapOpt(list(optional(V))) -> list(V)": _unwrap,
        }
    ),
    *overloads(
        {
            "optional.of(V) -> optional(V)": _of,
            "optional.ofNonZeroValue(V) -> optional(V)": _of_non_zero,
        },
        is_guarded=False,
    ),
]
