"""The distance between files, in steps between folders."""

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st
from svclint.kubernetes.proximity import distance
from svclint.source.document import Chunk, Document

FILES = st.lists(st.sampled_from(("", "a", "b", "..")), max_size=4).map(os.sep.join)


def steps(here: str, there: str) -> int:
    """Return the steps from one folder to another: up to a common parent, then down."""
    left, right = here.split(os.sep)[:-1], there.split(os.sep)[:-1]
    up = 0
    while left != right[: len(left)]:
        left.pop()
        up += 1
    return up + len(right) - len(left)


@given(FILES, FILES)
def test_steps_between_folders_and_one_within(here: str, there: str) -> None:
    one, other = (Document(Chunk(file, "", 1)) for file in (here, there))
    assert distance(one, other) == (0 if here == there else 1 + steps(here, there))
