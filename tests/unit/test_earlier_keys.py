"""The key that a mapping contains before one of the same name is found by its indentation."""

from __future__ import annotations

import pytest
from svclint.source.earlier_keys import earlier_key


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ("a: 1\na: 2", (2, 1), 1),
        ("a:\n  a: 1\na: 2", (3, 1), 1),
        ("b:\n  a: 1\na: 2", (3, 1), None),
        ('- a: 1\n  # a: 5\n\n  b: 2\n  "a": 3', (5, 3), 1),
        ("- a: 1\n- a: 3", (2, 3), None),
        ("a: |\n  a: 1\nb: 1\na: 2", (4, 1), 1),
        ("x: {a: 1, a: 2}", (1, 11), None),
        ("m:\n  a: 1\nn:\n  a: 2", (4, 3), None),
        ("a: 1\n" + "b: 1\n" * 2000 + "a: 1", (2002, 1), None),
    ],
)
def test_the_line_before(text: str, place: tuple[int, int], line: int | None) -> None:
    assert earlier_key(text.split("\n"), *place, "a") == line
