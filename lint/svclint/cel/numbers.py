"""Numbers of 64 bits: the unsigned integer, and the limits of both."""

from __future__ import annotations

INT_MIN, INT_MAX = -(2**63), 2**63 - 1
UINT_MAX = 2**64 - 1
_MOST_DIGITS = 30


def decimal_integer(text: str) -> int:
    """Return the integer of a sign and ASCII digits, of any number of them.

    ``int`` refuses more than 4300 digits. What is longer is far outside of 64 bits, where no
    caller needs the exact value: it stands for any such number.
    """
    digits = text.lstrip("+-").lstrip("0")
    if len(digits) > _MOST_DIGITS:
        digits = "9" * _MOST_DIGITS
    value = int(digits or "0")
    return -value if text.startswith("-") else value


class UInt(int):
    """An unsigned integer; equal to an ``int`` of the same value, and of another type."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{int(self)}u"

    __str__ = int.__repr__
