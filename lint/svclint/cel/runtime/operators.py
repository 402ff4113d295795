"""Arithmetic, order, membership and indexing (common/types of cel-go)."""

from __future__ import annotations

import math
from typing import Any

from ..budget import allocate, spend
from ..errors import CelError
from ..numbers import INT_MAX, INT_MIN, UINT_MAX, UInt
from ..values import (
    COMPARABLE,
    Duration,
    Timestamp,
    Unknown,
    compare,
    equal,
    key_of,
    no_overload,
    size_of,
    type_name,
)
from .time_values import duration, timestamp

# Types with methods of their own; their errors do not name the function.
_RECEIVERS = frozenset(("string", "google.protobuf.Timestamp", "google.protobuf.Duration"))


def checked_int(number: int) -> int:
    """Return a number that fits 64 bits. Raises ``CelError``."""
    if not INT_MIN <= number <= INT_MAX:
        raise CelError("integer overflow")
    return number


def checked_uint(number: int) -> UInt:
    """Return a number that fits 64 unsigned bits. Raises ``CelError``."""
    if not 0 <= number <= UINT_MAX:
        raise CelError("unsigned integer overflow")
    return UInt(number)


def unsuited(value: Any, function: str) -> CelError:
    """Return the error for a first operand without such an operation."""
    suffix = "" if type_name(value) in _RECEIVERS else f": {function}"
    return CelError(f"no such overload{suffix}")


def add(one: Any, other: Any) -> Any:
    """Return ``one + other``."""
    left, right = type_name(one), type_name(other)
    _known(one, other)
    times = ("google.protobuf.Timestamp", "google.protobuf.Duration")
    if left in times and right in times and (left, right) != (times[0], times[0]):
        total = one.nanoseconds + other.nanoseconds
        offset = getattr(one, "offset", 0) or getattr(other, "offset", 0)
        return duration(total) if left == right else timestamp(total, offset)
    if left not in ("int", "uint", "double", "string", "bytes", "list", *times):
        raise unsuited(one, "_+_")
    if left != right or left in times:
        raise no_overload()
    if left in ("string", "bytes", "list"):
        allocate(size_of(one) + size_of(other))
    return _bounded(left, one + other)


def subtract(one: Any, other: Any) -> Any:
    """Return ``one - other``."""
    left, right = type_name(one), type_name(other)
    _known(one, other)
    if isinstance(one, (Timestamp, Duration)) and isinstance(other, (Timestamp, Duration)):
        if isinstance(one, Duration) and isinstance(other, Timestamp):
            raise no_overload()
        rest = one.nanoseconds - other.nanoseconds
        return duration(rest) if left == right else timestamp(rest, getattr(one, "offset", 0))
    return _bounded(left, _numbers(one, other, "_-_") and one - other)


def multiply(one: Any, other: Any) -> Any:
    """Return ``one * other``."""
    _numbers(one, other, "_*_")
    return _bounded(type_name(one), one * other)


def divide(one: Any, other: Any) -> Any:
    """Return ``one / other``; integers are cut off towards zero."""
    _numbers(one, other, "_/_")
    if isinstance(one, float):
        return _divide_floats(one, other)
    if other == 0:
        raise CelError("division by zero")
    quotient = abs(one) // abs(other)
    return _bounded(type_name(one), quotient if (one < 0) == (other < 0) else -quotient)


def modulo(one: Any, other: Any) -> Any:
    """Return ``one % other``; the sign is that of the first."""
    _known(one, other)
    if type_name(one) not in ("int", "uint"):
        raise unsuited(one, "_%_")
    if type_name(one) != type_name(other):
        raise no_overload()
    if other == 0:
        raise CelError("modulus by zero")
    if one == INT_MIN and other == -1:
        raise CelError("integer overflow")
    rest = abs(one) % abs(other)
    return _bounded(type_name(one), rest if one >= 0 else -rest)


def negate(value: Any) -> Any:
    """Return ``-value``."""
    _known(value)
    if isinstance(value, Duration):
        return duration(-value.nanoseconds)
    if isinstance(value, bool):
        raise no_overload()
    if type_name(value) not in ("int", "double"):
        raise unsuited(value, "-_")
    return _bounded(type_name(value), -value)


def _divide_floats(one: float, other: float) -> float:
    if other != 0:
        return one / other
    if one == 0 or math.isnan(one):
        return math.nan
    return math.copysign(math.inf, one) * math.copysign(1, other)


def _numbers(one: Any, other: Any, function: str) -> bool:
    _known(one, other)
    if type_name(one) not in ("int", "uint", "double"):
        raise unsuited(one, function)
    if type_name(one) != type_name(other):
        raise no_overload()
    return True


def _bounded(name: str, value: Any) -> Any:
    if name == "int":
        return checked_int(value)
    return checked_uint(value) if name == "uint" else value


def _known(*values: Any) -> None:
    for value in values:
        if isinstance(value, Unknown):
            value.used()


def order(one: Any, other: Any, function: str) -> int:
    """Return -1, 0 or 1 for ``<`` and similar operators. Raises ``CelError``."""
    if type_name(one) not in COMPARABLE:
        raise unsuited(one, function)
    return compare(one, other)


def contains(item: Any, container: Any) -> bool:
    """Return ``item in container``."""
    if isinstance(container, list):
        spend(len(container))
        return any(equal(item, each) for each in container)
    if isinstance(container, dict):
        return key_of(item) in container
    _known(container)
    raise no_overload()


def size(value: Any) -> int:
    """Return ``size(value)``; of text, the characters."""
    if isinstance(value, (str, bytes, list, dict)):
        return len(value)
    _known(value)
    raise unsuited(value, "size")
