"""``int(x)``, ``string(x)`` and the like (ConvertToType of cel-go)."""

from __future__ import annotations

import math
import re
from typing import Any

from ..errors import CelError
from ..numbers import INT_MAX, INT_MIN, UINT_MAX, UInt, decimal_integer
from ..values import Duration, Timestamp, TypeName, Unknown, type_name
from .operators import checked_int, checked_uint
from .time_values import (
    SECOND,
    parse_duration,
    parse_timestamp,
    timestamp,
    write_duration,
    write_timestamp,
)

_DECIMAL = re.compile(r"[+-]?\d+", re.ASCII)
_FLOAT = re.compile(
    r"[+-]?(\d+(\.\d*)?(e[+-]?\d+)?|\.\d+(e[+-]?\d+)?|inf|infinity|nan)", re.IGNORECASE
)
_HEX_FLOAT = re.compile(r"[+-]?0x([\da-f]+(\.[\da-f]*)?|\.[\da-f]+)p[+-]?\d+", re.IGNORECASE)
# As in Go: between digits, or between a digit and the prefix before it.
_SEPARATOR = re.compile(r"(?<=[\da-fx])_(?=[\da-f])", re.IGNORECASE)
_TRUE, _FALSE = ("1", "t", "T", "TRUE", "true", "True"), ("0", "f", "F", "FALSE", "false", "False")


def _failed(value: Any, wanted: str) -> CelError:
    return CelError(f"type conversion error from '{type_name(value)}' to '{wanted}'")


def to_int(value: Any) -> int:
    """Return ``int(value)``: a time in seconds, a span in nanoseconds."""
    if isinstance(value, str):
        number = decimal_integer(value) if _DECIMAL.fullmatch(value) else INT_MAX + 1
        if not INT_MIN <= number <= INT_MAX:
            raise _failed(value, "int")
        return number
    if isinstance(value, Timestamp):
        return value.nanoseconds // SECOND
    if isinstance(value, Duration):
        return value.nanoseconds
    if isinstance(value, float):
        if not -(2.0**63) < value < 2.0**63:
            raise CelError("integer overflow")
        return int(value)
    return checked_int(int(value))


def to_uint(value: Any) -> UInt:
    """Return ``uint(value)``."""
    if isinstance(value, str):
        is_number = re.fullmatch(r"\d+", value, re.ASCII) is not None
        number = decimal_integer(value) if is_number else UINT_MAX + 1
        if number > UINT_MAX:
            raise _failed(value, "uint")
        return UInt(number)
    if isinstance(value, float):
        if not 0 <= value < 2.0**64:
            raise CelError("unsigned integer overflow")
        return UInt(int(value))
    return checked_uint(int(value))


def to_double(value: Any) -> float:
    """Return ``double(value)``."""
    if not isinstance(value, str):
        return float(value)
    digits = _SEPARATOR.sub("", value)
    try:
        if _HEX_FLOAT.fullmatch(digits):
            return float.fromhex(digits)
        if _FLOAT.fullmatch(digits) is None:
            raise _failed(value, "double")
    except OverflowError:
        raise _failed(value, "double") from None
    number = float(digits)
    if math.isinf(number) and "i" not in value.lower():
        raise _failed(value, "double")
    return number


def to_bool(value: Any) -> bool:
    """Return ``bool(value)``."""
    if isinstance(value, bool):
        return value
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise _failed(value, "bool")


def to_bytes(value: Any) -> bytes:
    """Return ``bytes(value)``."""
    return value.encode(errors="replace") if isinstance(value, str) else bytes(value)


def to_string(value: Any) -> str:
    """Return ``string(value)``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            raise CelError("invalid UTF-8 in bytes, cannot convert to string") from None
    if isinstance(value, float):
        return write_double(value)
    if isinstance(value, Duration):
        return write_duration(value)
    return write_timestamp(value) if isinstance(value, Timestamp) else str(value)


def to_duration(value: Any) -> Duration:
    """Return ``duration(value)``."""
    if isinstance(value, str):
        return parse_duration(value)
    if not isinstance(value, Duration):
        raise _failed(value, "google.protobuf.Duration")
    return value


def to_timestamp(value: Any) -> Timestamp:
    """Return ``timestamp(value)``: of text, or of seconds since 1970."""
    if isinstance(value, str):
        return parse_timestamp(value)
    return value if isinstance(value, Timestamp) else timestamp(value * SECOND)


def to_type(value: Any) -> TypeName:
    """Return ``type(value)``."""
    if isinstance(value, Unknown):
        return TypeName(value.type_name or value.used())
    return TypeName(type_name(value))


def write_double(number: float) -> str:
    """Return a number as Go's ``%g`` does: the shortest digits that read back the same."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "+Inf" if number > 0 else "-Inf"
    mantissa, _, exponent = f"{number!r}".partition("e")
    sign, mantissa = ("-", mantissa[1:]) if mantissa[0] == "-" else ("", mantissa)
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    power = int(exponent or 0) + len(whole) - 1
    if whole == "0":
        power = int(exponent or 0) - (len(fraction) - len(fraction.lstrip("0")) + 1)
    if not digits:
        return f"{sign}0"
    digits = digits.rstrip("0") or "0"
    if -4 <= power < 6:
        return sign + _without_exponent(digits, power)
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'-' if power < 0 else '+'}{abs(power):02}"


def _without_exponent(digits: str, power: int) -> str:
    if power < 0:
        return f"0.{'0' * (-power - 1)}{digits}"
    whole = digits[: power + 1].ljust(power + 1, "0")
    rest = digits[power + 1 :]
    return f"{whole}.{rest}" if rest else whole
