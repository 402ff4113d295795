"""Ranges of whole numbers, such as ports."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class Ranges:
    """The numbers in any of some ranges, each given as its first and its last number."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Merge ranges that overlap; one whose last number is below its first is empty."""
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        for first, last in sorted(each for each in ranges if each[0] <= each[1]):
            if self._lasts and first <= self._lasts[-1]:
                self._lasts[-1] = max(self._lasts[-1], last)
            else:
                self._firsts.append(first)
                self._lasts.append(last)

    def __contains__(self, number: int) -> bool:
        """Return whether a number is in any of the ranges."""
        at = bisect_right(self._firsts, number)
        return at > 0 and number <= self._lasts[at - 1]
