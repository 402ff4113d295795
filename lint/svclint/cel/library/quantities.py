"""Quantities such as ``1.5Gi`` (cel/library/quantity.go of Kubernetes, apimachinery's resource).

The server keeps a quantity as a 64-bit number with a scale where that is exact, and as a decimal
otherwise; only the first kind is ever an integer to it, so both are distinguished here.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import NamedTuple

from ..errors import CelError, LimitExceeded
from ..numbers import INT_MAX, INT_MIN
from ..values import name_type
from .table import overloads

_PARTS = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*)([+-]?)(\d*)", re.ASCII)
_DECIMAL = {"": 0, "n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_WRONG_FORM = (
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
)
_NANO = -9
# Python converts integers of up to 4300 digits.
_LONGEST = 4000
# Of Go's math.Pow10.
_MOST_SCALE = 308


class Quantity(NamedTuple):
    """``number`` times ten to the power of ``scale``.

    ``is_small`` says that the server keeps both in 64 bits; else it keeps a decimal.
    """

    number: int
    scale: int
    is_small: bool = True

    @property
    def amount(self) -> Fraction:
        """The exact value."""
        return self.number * Fraction(10) ** self.scale

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self.amount == other.amount

    def __hash__(self) -> int:
        return hash(self.amount)


name_type(Quantity, "kubernetes.Quantity")


def parse(text: str) -> Quantity:
    """Parse a quantity. Raises ``CelError``."""
    if len(text) > _LONGEST:
        raise LimitExceeded(f"a quantity of more than {_LONGEST} characters is not evaluated")
    match = _PARTS.fullmatch(text)
    if not text or match is None:
        raise CelError(_WRONG_FORM)
    sign, whole, fraction, letters, power_sign, power = match.groups()
    base, exponent = _suffix(letters, power_sign + power)
    digits, places = whole.lstrip("0") or "0", len(fraction or "")
    number = int(digits + (fraction or "")) * (-1 if sign == "-" else 1)
    scale = -places
    if base == 2:
        number <<= exponent
    else:
        scale += exponent
    if _is_small(number, scale, len(digits) + places, places, base, exponent):
        return Quantity(number, scale)
    if not whole and not fraction:
        raise CelError("unable to parse numeric part of quantity")
    return _decimal(number, scale, is_binary=base == 2)


def _suffix(letters: str, power: str) -> tuple[int, int]:
    suffix = letters + power
    if suffix in _DECIMAL:
        return 10, _DECIMAL[suffix]
    if suffix in _BINARY:
        return 2, _BINARY[suffix]
    if letters in ("e", "E") and re.fullmatch(r"[+-]?\d{1,3}", power):
        return 10, int(power)
    raise CelError("unable to parse quantity's suffix")


def _is_small(  # noqa: PLR0913, PLR0917 - what the server's fast path looks at
    number: int, scale: int, digits: int, places: int, base: int, exponent: int
) -> bool:
    if base == 10:
        return digits <= 18 and scale >= _NANO
    # Of a binary suffix, it takes three digits for ten of its powers of two.
    fits = not places and 15 - digits - int(exponent * 3 / 10) - 1 >= 0
    return fits and INT_MIN <= number <= INT_MAX


def _decimal(number: int, scale: int, *, is_binary: bool) -> Quantity:
    """Return a decimal as the server keeps it: in billionths, rounded away from zero."""
    if scale < _NANO:
        cut = 10 ** (_NANO - scale)
        number = -(-abs(number) // cut) * (1 if number >= 0 else -1)
    else:
        number *= 10 ** (scale - _NANO)
    found = Quantity(number, _NANO, is_small=False)
    if is_binary and abs(found.amount) > INT_MAX:
        return Quantity(INT_MAX if number > 0 else -INT_MAX, 0, is_small=False)
    return found


def _integer(quantity: Quantity) -> int | None:
    if not quantity.is_small or quantity.scale < 0:
        return None
    value = quantity.number * 10**quantity.scale
    return value if INT_MIN <= value <= INT_MAX else None


def _as_float(quantity: Quantity) -> float:
    """Return the value as the server multiplies it: not exactly."""
    try:
        number = float(quantity.number)
    except OverflowError:
        number = math.copysign(math.inf, quantity.number)
    if not quantity.scale:
        return number
    return number * (10.0**quantity.scale if quantity.scale <= _MOST_SCALE else math.inf)


def _as_integer(quantity: Quantity) -> int:
    value = _integer(quantity)
    if value is None:
        raise CelError("cannot convert value to integer")
    return value


def _is_quantity(text: str) -> bool:
    try:
        parse(text)
    except CelError:
        return False
    return True


def _add(one: Quantity, other: Quantity) -> Quantity:
    is_small = one.is_small and other.is_small
    if is_small and not (one.number and other.number):
        return one if one.number else other
    scale = min(one.scale, other.scale)
    number = one.number * 10 ** (one.scale - scale) + other.number * 10 ** (other.scale - scale)
    return Quantity(number, scale, is_small and INT_MIN <= number <= INT_MAX)


def _negative(quantity: Quantity) -> Quantity:
    return quantity._replace(number=-quantity.number)


def _of(number: int) -> Quantity:
    return Quantity(number, 0)


def _compare(one: Quantity, other: Quantity) -> int:
    return int(one.amount > other.amount) - int(one.amount < other.amount)


OVERLOADS = overloads(
    {
        "quantity(string) -> quantity": parse,
        "isQuantity(string) -> bool": _is_quantity,
        "sign(quantity) -> int": lambda one: _compare(one, _of(0)),
        ".isGreaterThan(quantity, quantity) -> bool": lambda one, other: _compare(one, other) == 1,
        ".isLessThan(quantity, quantity) -> bool": lambda one, other: _compare(one, other) == -1,
        ".compareTo(quantity, quantity) -> int": _compare,
        ".asApproximateFloat(quantity) -> double": _as_float,
        ".asInteger(quantity) -> int": _as_integer,
        ".isInteger(quantity) -> bool": lambda one: _integer(one) is not None,
        ".add(quantity, quantity) -> quantity": _add,
        ".add(quantity, int) -> quantity": lambda one, number: _add(one, _of(number)),
        ".sub(quantity, quantity) -> quantity": lambda one, other: _add(one, _negative(other)),
        ".sub(quantity, int) -> quantity": lambda one, number: _add(one, _of(-number)),
    }
)
