"""The work for adversarial shapes grows as their size: calls are counted, not seconds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from svclint import CheckRequest, check

from benchmarks.adversarial_shapes import SHAPES

SIZE, TIMES = 60, 4


def calls(file: Path, text: str) -> int:
    """Return how many functions a check of a text calls, those written in C included."""
    file.write_text(text)
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    request = CheckRequest(paths=(str(file),), jobs=1)
    sys.setprofile(note)
    try:
        check(request)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", SHAPES)
def test_the_work_is_linear(tmp_path: Path, name: str) -> None:
    file, shape = tmp_path / "shape.yaml", SHAPES[name]
    # Imports and indexes of the first run.
    calls(file, shape(2))
    least = calls(file, shape(1))
    one, several = (calls(file, shape(size)) - least for size in (SIZE, SIZE * TIMES))
    # A quadratic step would make it sixteen times as much.
    assert several <= max(one, 1000) * TIMES * 1.5
