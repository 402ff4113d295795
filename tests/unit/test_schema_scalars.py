"""Times and quantities, as Go parses them."""

from __future__ import annotations

import pytest
from svclint.kubernetes.schema.scalars import is_quantity, is_time


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("2024-02-29T12:00:00Z", True),
        ("2024-01-01T1:00:00.5+24:60", True),
        ("2024-01-01T01:00:00,123456789012Z", True),
        ("2023-02-29T12:00:00Z", False),
        ("2024-01-01T24:00:00Z", False),
        ("2024-01-01t00:00:00z", False),
        ("2024-01-01 00:00:00Z", False),
        ("2024-01-01", False),
        ("", False),
    ],
)
def test_times_are_read_as_go_reads_them(text: str, *, good: bool) -> None:
    assert is_time(text) == good


@pytest.mark.parametrize("text", ["0", "500m", "1.5Gi", ".5", "5.", "-1", "2e3", "1E-2", "10M"])
def test_quantities(text: str) -> None:
    assert is_quantity(text)


@pytest.mark.parametrize("text", ["", "x", "1GB", "1 Gi", "1.2.3", "0x10", "1" * 100_000 + "x"])
def test_no_quantities(text: str) -> None:
    assert not is_quantity(text)
