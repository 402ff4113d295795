"""The language's own functions and operators (common/stdlib/standard.go of cel-go)."""

from __future__ import annotations

from itertools import product
from typing import Any

from ..errors import CelError
from ..regex import RegexError, compile_regex
from ..runtime import conversions
from ..runtime.operators import size, unsuited
from ..values import Unknown, no_overload
from .table import overloads


def _operator(*operands: Any) -> Any:
    """Stand for an operator, which calls.py runs itself."""
    raise no_overload()


def _texts(one: Any, other: Any) -> None:
    for value in (one, other):
        if isinstance(value, Unknown):
            value.used()
        if not isinstance(value, str):
            raise no_overload()


def _contains(text: Any, part: Any) -> bool:
    _texts(text, part)
    return part in text


def _starts_with(text: Any, part: Any) -> bool:
    _texts(text, part)
    return bool(text.startswith(part))


def _ends_with(text: Any, part: Any) -> bool:
    _texts(text, part)
    return bool(text.endswith(part))


def _matches(text: Any, pattern: Any) -> bool:
    if not isinstance(text, (str, Unknown)):
        raise unsuited(text, "matches")
    _texts(text, pattern)
    try:
        return compile_regex(pattern).matches(str(text))
    except RegexError as error:
        raise CelError(str(error)) from None


_MIXED = [f"{one}, {other}" for one, other in product(("int", "uint", "double"), repeat=2)]
_SAME = [f"{kind}, {kind}" for kind in ("bool", "string", "bytes", "timestamp", "duration")]
_ARITHMETIC = {
    "_+_": "bytes, bytes -> bytes; double, double -> double; duration, duration -> duration;"
    " duration, timestamp -> timestamp; timestamp, duration -> timestamp; int, int -> int;"
    " list(A), list(A) -> list(A); string, string -> string; uint, uint -> uint",
    "_/_": "double, double -> double; int, int -> int; uint, uint -> uint",
    "_%_": "int, int -> int; uint, uint -> uint",
    "_*_": "double, double -> double; int, int -> int; uint, uint -> uint",
    "-_": "double -> double; int -> int",
    "_-_": "double, double -> double; duration, duration -> duration; int, int -> int;"
    " timestamp, duration -> timestamp; timestamp, timestamp -> duration; uint, uint -> uint",
    "_[_]": "list(A), int -> A; map(A, B), A -> B; optional(list(V)), int -> optional(V);"
    " optional(map(K, V)), K -> optional(V)",
    "_[?_]": "list(V), int -> optional(V); optional(list(V)), int -> optional(V);"
    " map(K, V), K -> optional(V); optional(map(K, V)), K -> optional(V)",
    "_?_:_": "bool, A, A -> A",
    "_&&_": "bool, bool -> bool",
    "_||_": "bool, bool -> bool",
    "!_": "bool -> bool",
    "@not_strictly_false": "bool -> bool",
    "_==_": "A, A -> bool",
    "_!=_": "A, A -> bool",
    "@in": "A, list(A) -> bool; A, map(A, B) -> bool",
    **{
        name: "; ".join(f"{pair} -> bool" for pair in (*_MIXED, *_SAME))
        for name in ("_<_", "_<=_", "_>_", "_>=_")
    },
}


def _written_out(name: str, listed: str) -> list[str]:
    pairs = (each.strip().split(" -> ") for each in listed.split(";"))
    return [f"{name}({parameters}) -> {result}" for parameters, result in pairs]


_SIZED = ("bytes", "list(A)", "map(A, B)", "string")

OVERLOADS = [
    *overloads(
        {
            text: _operator
            for name, listed in _ARITHMETIC.items()
            for text in _written_out(name, listed)
        }
    ),
    *overloads(
        {
            **{f"size({kind}) -> int": size for kind in _SIZED},
            **{f".size({kind}) -> int": size for kind in _SIZED},
            "type(A) -> type(A)": conversions.to_type,
            "dyn(A) -> dyn": lambda value: value,
            ".contains(string, string) -> bool": _contains,
            ".endsWith(string, string) -> bool": _ends_with,
            ".startsWith(string, string) -> bool": _starts_with,
            "matches(string, string) -> bool": _matches,
            ".matches(string, string) -> bool": _matches,
        },
        is_guarded=False,
    ),
    *overloads(
        {
            **{f"bool({kind}) -> bool": conversions.to_bool for kind in ("bool", "string")},
            **{f"bytes({kind}) -> bytes": conversions.to_bytes for kind in ("bytes", "string")},
            **{
                f"double({kind}) -> double": conversions.to_double
                for kind in ("double", "int", "string", "uint")
            },
            **{
                f"duration({kind}) -> duration": conversions.to_duration
                for kind in ("duration", "int", "string")
            },
            **{
                f"int({kind}) -> int": conversions.to_int
                for kind in ("int", "double", "duration", "string", "timestamp", "uint")
            },
            **{
                f"string({kind}) -> string": conversions.to_string
                for kind in (
                    *("string", "bool", "bytes", "double", "duration", "int", "timestamp", "uint"),
                )
            },
            **{
                f"timestamp({kind}) -> timestamp": conversions.to_timestamp
                for kind in ("timestamp", "int", "string")
            },
            **{
                f"uint({kind}) -> uint": conversions.to_uint
                for kind in ("uint", "double", "int", "string")
            },
        }
    ),
]
