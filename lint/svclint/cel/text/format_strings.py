"""``'%s'.format([x])``, version 2 of the strings extension (ext/formatting.go of cel-go)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from ..budget import allocate, spend
from ..errors import CelError
from ..runtime.conversions import to_string
from ..values import Duration, Timestamp, TypeName, Unknown, size_of, type_name, value_of
from .go_quote import go_quote

_PRECISION = 6
# No message needs more digits than this.
_MOST_PRECISE = 1000
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_COMPLAINTS = {
    "s": "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists,"
    " types, durations, and timestamps",
    "d": "decimal clause can only be used on integers",
    "f": "fixed-point clause can only be used on doubles",
    "e": "scientific clause can only be used on doubles",
    "b": "only integers and bools can be formatted as binary",
    "x": "only integers, byte buffers, and strings can be formatted as hex",
    "o": "octal clause can only be used on integers",
}
ACCEPTED = {
    "s": "list map int uint double bool string timestamp bytes duration type null",
    "d": "int uint",
    "f": "double string",
    "e": "double string",
    "b": "int uint bool",
    "x": "int uint string bytes",
    "o": "int uint",
}


class FormatError(ValueError):
    """A format string that does not suit its arguments; ``at`` is the place of the bad one."""

    def __init__(self, message: str, at: int = -1) -> None:
        super().__init__(message)
        self.at = at


def format_values(text: str, values: Sequence[Any]) -> str:
    """Return a format string with its values filled in. Raises ``CelError``."""
    try:
        return fill(text, values, _format)
    except FormatError as error:
        raise CelError(str(error)) from None


def unsuited(clause: str, name: str, at: int = -1) -> FormatError:
    """Return the error for a value of a type that a clause does not accept."""
    complaint = f"{_COMPLAINTS[clause]}, was given {name}"
    return FormatError(f"error during formatting: {complaint}", at)


def fill(
    text: str,
    values: Sequence[Any],
    write: Callable[[str, int, Any], str],
    *,
    is_check: bool = False,
) -> str:
    """Replace each clause by what ``write`` returns for it and its value.

    With ``is_check``, a ``%`` at the end is reported before a missing value. Raises
    ``FormatError``.
    """
    pieces: list[str] = []
    at = used = 0
    while at < len(text):
        percent = text.find("%", at)
        if percent < 0:
            percent = len(text)
        pieces.append(text[at:percent])
        at = percent + 1
        if at > len(text):
            break
        if text[at : at + 1] == "%":
            pieces.append("%")
            at += 1
            continue
        if used >= len(values) and (at < len(text) or not is_check):
            raise FormatError(f"index {used} out of range")
        clause, precision, at = _clause(text, at)
        pieces.append(_bounded(write(clause, precision, values[used])))
        used += 1
    return "".join(pieces)


def _clause(text: str, at: int) -> tuple[str, int, int]:
    if at >= len(text):
        raise FormatError("unexpected end of string")
    precision = _PRECISION
    if text[at] == ".":
        end = at + 1
        while end < len(text) and text[end].isascii() and text[end].isdigit():
            end += 1
        if end >= len(text):
            raise _bad_clause(
                "error while parsing precision: could not find end of precision specifier"
            )
        if end == at + 1:
            raise _bad_clause(
                "error while parsing precision: error while converting precision to integer:"
                ' strconv.Atoi: parsing "": invalid syntax'
            )
        precision, at = min(int(text[at + 1 : end][:9]), _MOST_PRECISE), end
    if text[at].lower() not in ACCEPTED or text[at] in "SDFEBO":
        raise _bad_clause(f'unrecognized formatting clause "{text[at]}"')
    return text[at], precision, at + 1


def _bad_clause(message: str) -> FormatError:
    return FormatError(f"could not parse formatting clause: {message}")


def _format(clause: str, precision: int, value: Any) -> str:
    name = type_name(value)
    if clause == "s":
        return _text(value)
    if clause in "fe":
        if name != "double" and value not in ("NaN", "Infinity", "-Infinity"):
            raise unsuited(clause, name)
        return _number(clause, precision, float(value))
    short = name.replace("null_type", "null")
    if short not in ACCEPTED[clause.lower()].split():
        raise unsuited(clause.lower(), name)
    if clause in "xX":
        shown = value.encode(errors="replace").hex() if isinstance(value, str) else None
        shown = value.hex() if isinstance(value, bytes) else shown
        shown = format(int(value), "x") if shown is None else shown
        return shown.upper() if clause == "X" else shown
    return format(int(value), clause)


def _text(value: Any) -> str:
    """Return any value for ``%s``; inside a list or map, texts are quoted."""
    if isinstance(value, Unknown):
        value.used()
    if value is None:
        return "null"
    if isinstance(value, TypeName):
        return value.name
    if isinstance(value, (list, dict)):
        spend(len(value))
    if isinstance(value, list):
        return _bounded(f"[{', '.join(map(_inner, value))}]")
    if isinstance(value, dict):
        pairs = sorted(
            ((_key(value_of(k)), _inner(v)) for k, v in value.items()), key=lambda p: p[0]
        )
        return _bounded(f"{{{', '.join(f'{key}:{item}' for key, item in pairs)}}}")
    if type_name(value) not in (
        *("bool", "int", "uint", "double", "string", "bytes"),
        *("google.protobuf.Timestamp", "google.protobuf.Duration"),
    ):
        raise unsuited("s", type_name(value))
    return to_string(value)


def _bounded(text: str) -> str:
    allocate(size_of(text))
    return text


def _key(value: Any) -> str:
    name = type_name(value)
    if name not in ("string", "bool", "int", "uint"):
        why = f"no formatting function for map key of type {name}"
        raise FormatError(f"error during formatting: {why}")
    return _inner(value)


def _inner(value: Any) -> str:
    if isinstance(value, Unknown):
        value.used()
    if isinstance(value, float):
        return f'"{_not_finite(value)}"' if not math.isfinite(value) else f"{value:.6f}"
    if isinstance(value, str):
        return go_quote(value)
    if isinstance(value, bytes):
        return f"b{go_quote(_text(value))}"
    if isinstance(value, (Timestamp, Duration)):
        kind = "timestamp" if isinstance(value, Timestamp) else "duration"
        return f'{kind}("{to_string(value)}")'
    if type_name(value) not in ("bool", "int", "uint", "null_type", "list", "map", "type"):
        raise FormatError(f"error during formatting: no formatting function for {type_name(value)}")
    return _text(value)


def _not_finite(number: float) -> str:
    return "NaN" if math.isnan(number) else ("+Inf" if number > 0 else "-Inf")


def _number(clause: str, precision: int, number: float) -> str:
    """Return a number as in the locale ``en_US``: 1,234.50 and 1.20×10⁰³."""
    if not math.isfinite(number):
        shown = "NaN" if math.isnan(number) else ("∞" if number > 0 else "-∞")
        return shown.rjust(precision) if clause == "e" else shown
    if clause == "f":
        return f"{number:,.{precision}f}"
    mantissa, _, exponent = f"{number:.{_PRECISION}e}".partition("e")
    power = f"{'-' if exponent[0] == '-' else ''}{exponent[1:]}"
    # A bug of cel-go 0.26: for %e, the precision is the minimum width.
    return f"{mantissa}×10{power.translate(_SUPERSCRIPT)}".rjust(precision)
