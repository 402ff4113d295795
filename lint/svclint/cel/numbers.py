"""Numbers of 64 bits: the unsigned integer, and the limits of both."""

from __future__ import annotations

INT_MIN, INT_MAX = -(2**63), 2**63 - 1
UINT_MAX = 2**64 - 1


class UInt(int):
    """An unsigned integer; equal to an ``int`` of the same value, and of another type."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{int(self)}u"

    __str__ = int.__repr__
