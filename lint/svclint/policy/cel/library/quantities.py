"""Quantities such as ``1.5Gi`` (cel/library/quantity.go of Kubernetes, apimachinery's resource).

The server keeps a quantity as a 64-bit number with a scale where that is exact, and as a decimal
otherwise; only the first kind is ever an integer to it, so both are told apart here.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from svclint.policy.cel.errors import CelError
from svclint.policy.cel.library.table import overloads
from svclint.policy.cel.numbers import INT_MAX, INT_MIN
from svclint.policy.cel.values import name_type

_PARTS = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*)([+-]?)(\d*)", re.ASCII)
_DECIMAL = {"": 0, "n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_WRONG_FORM = (
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
)
_NANO = Fraction(1, 10**9)


class Quantity(NamedTuple):
    """An amount; ``scaled`` is its number and power of ten where the server keeps it so."""

    amount: Fraction
    scaled: tuple[int, int] | None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self.amount == other.amount

    def __hash__(self) -> int:
        return hash(self.amount)


name_type(Quantity, "kubernetes.Quantity")


def parse(text: str) -> Quantity:
    """Read a quantity. Raises ``CelError``."""
    match = _PARTS.fullmatch(text)
    if not text or match is None:
        raise CelError(_WRONG_FORM)
    sign, whole, fraction, letters, power_sign, power = match.groups()
    base, exponent = _suffix(letters, power_sign + power)
    digits = whole.lstrip("0") or "0"
    number = int(digits + (fraction or "")) * (-1 if sign == "-" else 1)
    if not whole and not fraction:
        raise CelError("unable to parse numeric part of quantity")
    amount = Fraction(number, 10 ** len(fraction or "")) * Fraction(base) ** exponent
    scaled = _scaled(number, len(digits) + len(fraction or ""), len(fraction or ""), base, exponent)
    if scaled is None:
        amount = _rounded_up(amount)
        if base == 2:
            amount = max(min(amount, Fraction(INT_MAX)), Fraction(-INT_MAX))
    return Quantity(amount, scaled)


def _suffix(letters: str, power: str) -> tuple[int, int]:
    suffix = letters + power
    if suffix in _DECIMAL:
        return 10, _DECIMAL[suffix]
    if suffix in _BINARY:
        return 2, _BINARY[suffix]
    if letters in ("e", "E") and re.fullmatch(r"[+-]?\d{1,3}", power):
        return 10, int(power)
    raise CelError("unable to parse quantity's suffix")


def _scaled(
    number: int, digits: int, fraction: int, base: int, exponent: int
) -> tuple[int, int] | None:
    """Give the 64-bit form, if the server's fast path takes it."""
    if base == 10:
        fits = digits <= 18 and exponent - fraction >= -9
        return (number, exponent - fraction) if fits else None
    if fraction or 15 - digits - int(exponent * 3 / 10) - 1 < 0:
        return None
    value = number << exponent
    return (value, 0) if INT_MIN <= value <= INT_MAX else None


def _rounded_up(amount: Fraction) -> Fraction:
    """The server keeps billionths, and rounds away from zero."""
    count = -(-abs(amount) // _NANO)
    return count * _NANO * (1 if amount >= 0 else -1)


def _integer(quantity: Quantity) -> int | None:
    if quantity.scaled is None or quantity.scaled[1] < 0:
        return None
    value = quantity.scaled[0] * 10 ** quantity.scaled[1]
    return value if INT_MIN <= value <= INT_MAX else None


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
    return Quantity(one.amount + other.amount, _sum(one.scaled, other.scaled))


def _sum(one: tuple[int, int] | None, other: tuple[int, int] | None) -> tuple[int, int] | None:
    if one is None or other is None:
        return None
    if not one[0] or not other[0]:
        return one if one[0] else other
    scale = min(one[1], other[1])
    total = one[0] * 10 ** (one[1] - scale) + other[0] * 10 ** (other[1] - scale)
    return (total, scale) if INT_MIN <= total <= INT_MAX else None


def _negative(quantity: Quantity) -> Quantity:
    scaled = quantity.scaled
    return Quantity(-quantity.amount, None if scaled is None else (-scaled[0], scaled[1]))


def _of(number: int) -> Quantity:
    return Quantity(Fraction(number), (number, 0))


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
        ".asApproximateFloat(quantity) -> double": lambda one: float(one.amount),
        ".asInteger(quantity) -> int": _as_integer,
        ".isInteger(quantity) -> bool": lambda one: _integer(one) is not None,
        ".add(quantity, quantity) -> quantity": _add,
        ".add(quantity, int) -> quantity": lambda one, number: _add(one, _of(number)),
        ".sub(quantity, quantity) -> quantity": lambda one, other: _add(one, _negative(other)),
        ".sub(quantity, int) -> quantity": lambda one, number: _add(one, _of(-number)),
    }
)
