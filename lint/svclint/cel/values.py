"""Run-time values that Python lacks; type names, equality and order of all values.

A CEL value is a ``bool``, ``int``, ``UInt``, ``float``, ``str``, ``bytes``, ``None``, ``list`` or
``dict``, or one of the classes of this module and of the libraries.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import total_ordering
from typing import Any, NamedTuple, NoReturn

from .budget import spend
from .errors import CelError, Unknowable
from .numbers import UInt
from .types import Type, runtime_name


@total_ordering
class Timestamp:
    """A point in time, in nanoseconds since 1970; the offset from UTC is for writing it only."""

    __slots__ = ("nanoseconds", "offset")

    def __init__(self, nanoseconds: int, offset: int = 0) -> None:
        self.nanoseconds, self.offset = nanoseconds, offset

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Timestamp) and self.nanoseconds == other.nanoseconds

    def __lt__(self, other: Timestamp) -> bool:
        return self.nanoseconds < other.nanoseconds

    def __hash__(self) -> int:
        return hash(self.nanoseconds)


class Duration(NamedTuple):
    """A span of time, in nanoseconds."""

    nanoseconds: int


class Optional(NamedTuple):
    """A value that may be missing."""

    is_present: bool
    value: Any = None


NONE = Optional(False)


class TypeName(NamedTuple):
    """A type as a value: what ``type(1)`` gives."""

    name: str


class BoolKey(NamedTuple):
    """A boolean as the key of a map, which Python would take for 0 or 1."""

    value: bool


class UnmatchedKey:
    """A value that no lookup finds as a key; it equals only itself."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class Unknown:
    """A value that exists but is not known; an expression that uses it has no result.

    ``type_name`` is its type, empty if that is not known either.
    """

    __slots__ = ("name", "type_name")

    def __init__(self, name: str, type_name: str = "") -> None:
        self.name, self.type_name = name, type_name

    def used(self) -> NoReturn:
        """Always raises ``Unknowable``."""
        raise Unknowable(self.name)


_NAMES: dict[type, str] = {
    bool: "bool",
    int: "int",
    UInt: "uint",
    float: "double",
    str: "string",
    bytes: "bytes",
    type(None): "null_type",
    list: "list",
    dict: "map",
    Timestamp: "google.protobuf.Timestamp",
    Duration: "google.protobuf.Duration",
    Optional: "optional_type",
    TypeName: "type",
}
_ORDERED = ("bool", "int", "uint", "double", "string", "bytes", "google.protobuf.Timestamp")
COMPARABLE = frozenset((*_ORDERED, "google.protobuf.Duration"))
NUMBERS = frozenset(("int", "uint", "double"))


def name_type(class_: type, name: str) -> None:
    """Register a library's own class of values."""
    _NAMES[class_] = name


def type_name(value: Any) -> str:
    """Return the type of a value as ``type(value)`` prints it. Raises ``Unknowable``."""
    name = _NAMES.get(type(value))
    if name is not None:
        return name
    if isinstance(value, Unknown):
        return value.type_name or value.used()
    return str(getattr(value, "type_name", type(value).__name__))


def no_overload(function: str = "", values: Iterable[Any] = ()) -> CelError:
    """Return the error for arguments of a wrong type."""
    if not function:
        return CelError("no such overload")
    return CelError(f"no such overload: {function}({', '.join(map(type_name, values))})")


def key_of(value: Any) -> Any:
    """Return the key under which a map stores a value."""
    if isinstance(value, Unknown):
        value.used()
    if isinstance(value, bool):
        return BoolKey(value)
    return UnmatchedKey(value) if isinstance(value, (list, dict)) else value


def value_of(key: Any) -> Any:
    """Return the value of a stored key."""
    return key.value if isinstance(key, (BoolKey, UnmatchedKey)) else key


def equal(one: Any, other: Any) -> bool:
    """Return whether two values are equal; of different types, only numbers can be."""
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return _equal_unknown(one, other)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list):
        return isinstance(other, list) and _equal_lists(one, other)
    if isinstance(one, dict):
        return isinstance(other, dict) and _equal_maps(one, other)
    if isinstance(one, Optional):
        if not isinstance(other, Optional) or one.is_present != other.is_present:
            return False
        return not one.is_present or equal(one.value, other.value)
    if isinstance(one, (int, float)):
        return isinstance(other, (int, float)) and _order(one, other) == 0
    return type(one) is type(other) and bool(one == other)


def _equal_unknown(one: Any, other: Any) -> bool:
    """Return false for values of different types; otherwise the result is not known."""
    types = {type_name(one), type_name(other)}
    if len(types) == 1 or types <= NUMBERS:
        for value in (one, other):
            if isinstance(value, Unknown):
                value.used()
    return False


def _equal_lists(one: list[Any], other: list[Any]) -> bool:
    spend(len(one))
    return len(one) == len(other) and all(map(equal, one, other))


def _equal_maps(one: dict[Any, Any], other: dict[Any, Any]) -> bool:
    spend(len(one))
    return len(one) == len(other) and all(
        key in other and equal(value, other[key]) for key, value in one.items()
    )


def compare(one: Any, other: Any) -> int:
    """Return -1, 0 or 1. Raises ``CelError`` for values without an order."""
    left, right = type_name(one), type_name(other)
    if isinstance(one, Unknown):
        one.used()
    if isinstance(other, Unknown):
        other.used()
    if left != right and not (left in NUMBERS and right in NUMBERS):
        raise no_overload()
    if left not in COMPARABLE:
        raise no_overload()
    if (left == "double" and math.isnan(one)) or (right == "double" and math.isnan(other)):
        raise CelError("NaN values cannot be ordered")
    return _order(one, other)


def _order(one: Any, other: Any) -> int:
    if isinstance(one, float) and isinstance(other, int):
        other = float(other)
    elif isinstance(other, float) and isinstance(one, int):
        one = float(one)
    # Two numbers that are not numbers are neither equal nor in order.
    return 0 if one == other else (1 if one > other else -1)


def size_of(value: Any) -> int:
    """Return about how many bytes a text or list takes, without what its elements contain."""
    return len(value) * (8 if isinstance(value, (list, dict)) else width_of(value))


def width_of(*texts: str | bytes) -> int:
    """Return how many bytes a character takes at most in a text made of these."""
    return 1 if all(isinstance(text, bytes) or text.isascii() for text in texts) else 4


def is_zero(value: Any) -> bool:
    """Return whether a value is the zero of its type, which ``optional.ofNonZeroValue`` drops."""
    if isinstance(value, Unknown):
        value.used()
    if isinstance(value, Duration):
        return value.nanoseconds == 0
    return value is None or value == 0 or value in ("", b"", [], {})


def fits(value: Any, type_: Type) -> bool:
    """Return whether a value fits a parameter; of lists and maps, only the first item is checked.

    Source: Type.IsAssignableRuntimeType of cel-go.
    """
    if type_.kind in ("dyn", "variable"):
        return True
    if type_name(value) != runtime_name(type_):
        return False
    if type_.kind == "list":
        return not value or fits(value[0], type_.parameters[0])
    if type_.kind == "map" and value:
        key, item = next(iter(value.items()))
        return fits(value_of(key), type_.parameters[0]) and fits(item, type_.parameters[1])
    return True
