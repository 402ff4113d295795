"""An expression comes to what a real API server recorded, and costs what it cost there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.expressions import KNOWN_MISSES, LIMIT, costly, issues, telling, warnings
from tests.conformance.recorded import cases

CASES = cases("expressions")
REFUSED = [case for case in CASES if "issues" in case]
TOLD = [case for case in CASES if "says" in case]
COSTS = [case for case in CASES if "cost" in case]


@pytest.mark.parametrize("case", REFUSED, ids=[case["expression"] for case in REFUSED])
def test_what_the_server_refuses_is_refused_for_the_same_reasons(case: dict[str, Any]) -> None:
    found = issues(case["expression"])
    assert found
    # Where a syntax is wrong, what the server's parser reads on with is its own affair.
    if not any("Syntax error" in text for text in case["issues"]):
        assert found == case["issues"]


@pytest.mark.parametrize("case", TOLD, ids=[case["expression"] for case in TOLD])
def test_an_expression_comes_to_the_same(case: dict[str, Any]) -> None:
    found = issues(case["expression"]) or warnings([telling(case["expression"])])
    assert (found == [case["says"]]) == (case["expression"] not in KNOWN_MISSES)


@pytest.mark.parametrize("case", COSTS, ids=[case["expression"] for case in COSTS])
def test_an_expression_costs_the_same(case: dict[str, Any]) -> None:
    fits = LIMIT - case["cost"]
    (found,) = warnings([costly(case["expression"], more) for more in (fits, fits + 1)])
    assert "cost limit" in found
    assert f"lists.range({fits + 1 - 13})" in found
