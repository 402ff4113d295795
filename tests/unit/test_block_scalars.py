"""A finding about a part of a block scalar stands at the line that contains it."""

from __future__ import annotations

import pytest
from svclint.model import Location
from svclint.source.block_scalars import BlockText, same_line_in_block


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: |\n  x\n  http://api:80/\n", (3, 10)),
        ("a: |-\n  x api:80\n", (2, 5)),
        ("a: !!str >2+ # why\n   api:80\n", (2, 4)),
        ("- |\n api:80\n", (2, 2)),
        ("- - |\n    api:80\n", (2, 5)),
        ("- a: |\n    b\n\n    (api:80)\n", (4, 6)),
        # Another value, a longer name, a comment.
        ("a: |\n  b\nc: api:80\n", (1, 4)),
        ("- a: |\n    b\n  c: api:80\n", (1, 4)),
        ("- |\n b\n- api:80\n", (1, 4)),
        ("a: |\n  my-api:80 api:8080 api:80.example\n", (1, 4)),
        ("a: |\n  # api:80\n  // api:80\n", (1, 4)),
        ("a: |\n  # api:80\n  api:80\n", (3, 3)),
        ("a: x |\n  api:80", (2, 3)),
        ("a: 'x\n  api:80'", (1, 4)),
    ],
)
def test_a_text_has_its_own_line(text: str, place: tuple[int, int]) -> None:
    header = Location("a.yaml", 1, 4)
    assert BlockText(text.split("\n")).place_of("api:80", header)[1:] == place


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        ("  url http://web.shop.svc;", 7, (3, 9)),
        # Behind the first action, nothing is as it is printed.
        ("  url http://web.shop.svc;", 20, (3, 16)),
        ("  url http://web.shop.io;", 7, (1, 4)),
        # Two lines may print it.
        ("  api.shop.svc", 3, (1, 4)),
    ],
)
def test_the_line_of_a_template_that_prints_a_line(
    line: str, column: int, found: tuple[int, int]
) -> None:
    block = (
        "a: |",
        "    {{ .all }}",
        "    url http://{{ .name }}.shop.svc;",
        "    {{ .api }}.shop.svc",
        "    api.{{ .space }}.svc",
    )
    place = same_line_in_block(block, Location("values.yaml", 1, 4), line, column)
    assert place[1:] == found
