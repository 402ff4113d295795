"""The cost of calls (interpreter/runtimecost.go of cel-go, cel/library/cost.go of Kubernetes)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from ..budget import spend
from ..types import Overload
from ..values import Optional

# apis/cel/config.go of Kubernetes.
PER_EXPRESSION = 1_000_000
LIST, MAP = 10, 30

_PER_CHARACTER = 0.1
_PER_PATTERN_CHARACTER = 0.25
Cost = Callable[[Sequence[Any], Any], int]


def call_cost(function: str, overloads: Sequence[Overload]) -> Cost | None:
    """Return the function from arguments and result of a call to its cost; ``None`` if it is 1.

    Costs that depend on the types hold only where the check found one overload.
    """
    by_name = _BY_NAME.get(function)
    if by_name is not None:
        return by_name
    if len(overloads) != 1:
        return _BY_EITHER_OVERLOAD.get(function)
    if function == "@in":
        return _scanned if overloads[0].parameters[1].kind == "list" else None
    parameters = [parameter.name for parameter in overloads[0].parameters] or [""]
    if function in _BY_EITHER_OVERLOAD and parameters[-1] != "string":
        return _BY_EITHER_OVERLOAD[function]
    return _BY_OVERLOAD.get((function, parameters[0]))


def _size(value: Any) -> int:
    if isinstance(value, Optional) and value.is_present:
        return _size(value.value)
    if isinstance(value, (str, bytes, list, dict)):
        return len(value)
    size: int = getattr(value, "size", 1)
    return size


def _walk(value: Any, times: float = 1) -> int:
    return math.ceil(_size(value) * times * _PER_CHARACTER)


def _first(times: float = 1) -> Cost:
    return lambda arguments, result: _walk(arguments[0], times)


def _elements(arguments: Sequence[Any], result: Any) -> int:
    return _whole(arguments[0])


def _whole(value: Any) -> int:
    """Return the cost of traversing a value (``traversalCost`` in cel/library/cost.go)."""
    if isinstance(value, (str, bytes)):
        size = len(value.encode("utf-8", "replace") if isinstance(value, str) else value)
        return int(size * _PER_CHARACTER)
    if isinstance(value, (list, dict)):
        spend(len(value))
    if isinstance(value, list):
        return sum(map(_whole, value))
    if isinstance(value, dict):
        return sum(_whole(key) + _whole(each) for key, each in value.items())
    return 1


def _pattern(arguments: Sequence[Any], result: Any) -> int:
    text = math.ceil((1 + _size(arguments[0])) * _PER_CHARACTER)
    return text * math.ceil(_size(arguments[1]) * _PER_PATTERN_CHARACTER)


def _contains_text(arguments: Sequence[Any], result: Any) -> int:
    return _walk(arguments[0]) * _walk(arguments[1])


def _compared(arguments: Sequence[Any], result: Any) -> int:
    return math.ceil(min(map(_size, arguments)) * _PER_CHARACTER)


def _scanned(arguments: Sequence[Any], result: Any) -> int:
    return _size(arguments[1])


def _joined(arguments: Sequence[Any], result: Any) -> int:
    return math.ceil(sum(map(_size, arguments)) * _PER_CHARACTER)


def _allocated(size: float) -> int:
    return int(size) + 1 + LIST


def _result(arguments: Sequence[Any], result: Any) -> int:
    return _allocated(_size(result))


def _squared(place: int) -> Cost:
    def cost(arguments: Sequence[Any], result: Any) -> int:
        items = arguments[place]
        is_text = bool(items) and isinstance(items[0], (str, bytes))
        return _allocated(len(items) ** 2 * (2.1 if is_text else 2.0))

    return cost


def _sets(times: int) -> Cost:
    return lambda arguments, result: times * _size(arguments[0]) * _size(arguments[1]) + 1


def _flattened(arguments: Sequence[Any], result: Any) -> int:
    depth: int = arguments[1] if len(arguments) == 2 else 1
    return _allocated(_size(arguments[0]) * depth)


def _address(arguments: Sequence[Any], result: Any) -> int:
    return _walk(arguments[0], 2)


def _network(arguments: Sequence[Any], result: Any) -> int:
    return _walk(arguments[0], 2) + _walk(arguments[0]) + 1


def _written(cost: Cost) -> Cost:
    """Return a cost with that of parsing the text added."""
    return lambda arguments, result: cost(arguments, result) + _walk(arguments[1])


def _validated(arguments: Sequence[Any], result: Any) -> int:
    text = math.ceil((1 + _size(arguments[1])) * _PER_CHARACTER)
    pattern: int = arguments[0].pattern_size
    return text * math.ceil(pattern * _PER_PATTERN_CHARACTER)


_BY_NAME: dict[str, Cost] = {
    "_==_": _compared,
    "_!=_": _compared,
    "validate": _validated,
    "find": _pattern,
    "findAll": _pattern,
    "join": lambda arguments, result: _walk(result, 2),
    "ip.isCanonical": _first(2),
    **dict.fromkeys(("replace", "split"), _first(2)),
    **dict.fromkeys(("isSorted", "sum", "max", "min", "indexOf", "lastIndexOf"), _elements),
    **dict.fromkeys(("url", "lowerAscii", "upperAscii", "substring", "trim"), _first()),
    **dict.fromkeys(("cidr", "isIP", "isCIDR", "ip"), _first()),
    **dict.fromkeys(("quantity", "isQuantity", "semver", "isSemver"), _first()),
    "sets.contains": _sets(1),
    "sets.intersects": _sets(1),
    "sets.equivalent": _sets(2),
    "slice": _result,
    "lists.range": _result,
    "distinct": _squared(0),
    "flatten": _flattened,
}
# If the check could not decide whether an address is text, the server assumes that it is not.
_BY_EITHER_OVERLOAD: dict[str, Cost] = {"containsIP": _address, "containsCIDR": _network}
_BY_OVERLOAD: dict[tuple[str, str], Cost] = {
    ("startsWith", "string"): _first(),
    ("endsWith", "string"): _first(),
    ("bytes", "string"): _first(),
    ("string", "bytes"): _first(),
    ("strings.quote", "string"): _first(),
    ("format", "string"): _first(),
    ("matches", "string"): _pattern,
    ("contains", "string"): _contains_text,
    ("_+_", "string"): _joined,
    ("_+_", "bytes"): _joined,
    ("containsIP", "net.CIDR"): _written(_address),
    ("containsCIDR", "net.CIDR"): _written(_network),
    ("reverse", "list"): _result,
    ("sort", "list"): _squared(0),
    ("@sortByAssociatedKeys", "list"): _squared(1),
    **{
        (name, kind): _compared
        for name in ("_<_", "_<=_", "_>_", "_>=_")
        for kind in ("string", "bytes")
    },
}
