"""An expression comes to what a real API server recorded, and costs what it cost there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.expressions import LIMIT, costly, issues, telling, warnings
from tests.conformance.recorded import cases

CASES = cases("expressions")
REFUSED = [case for case in CASES if "issues" in case]
TOLD = [case for case in CASES if "says" in case]
COSTS = [case for case in CASES if "cost" in case]


def names(found: list[dict[str, Any]]) -> list[str]:
    return [case["expression"] for case in found]


@pytest.mark.parametrize("case", REFUSED, ids=names(REFUSED))
def test_what_the_server_refuses_is_refused_for_the_same_reasons(case: dict[str, Any]) -> None:
    found = issues(case["expression"])
    assert found
    # Where a syntax is wrong, what the server's parser reads on with is its own affair.
    if not any("Syntax error" in text for text in case["issues"]):
        assert found == case["issues"]


@pytest.mark.parametrize("case", TOLD, ids=names(TOLD))
def test_an_expression_comes_to_the_same(case: dict[str, Any]) -> None:
    assert issues(case["expression"]) == []
    assert warnings([telling(case["expression"])]) == [case["says"]]


@pytest.mark.parametrize("case", COSTS, ids=names(COSTS))
def test_an_expression_costs_the_same(case: dict[str, Any]) -> None:
    fits = LIMIT - case["cost"]
    both = [costly(case["expression"], more) for more in (fits, fits + 1)]
    found = warnings(both)
    assert ["cost limit" in text for text in found] == [True]
    assert f"lists.range({fits + 1 - 13})" in found[0]
