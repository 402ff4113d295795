"""Ranges contain the numbers that comparing with each range finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from svclint.model.ranges import Ranges

NUMBERS = st.integers(-3, 20)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=8))
def test_a_number_in_any_range_is_found(ranges: list[tuple[int, int]]) -> None:
    found = Ranges(ranges)
    for number in range(-5, 23):
        assert (number in found) == any(first <= number <= last for first, last in ranges)
