"""Expressions have the value and the cost that a real API server reported."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from svclint.cel import CompileError, compile_expression
from svclint.policy.expressions.variables import environment

from tests.conformance.expressions import (
    KNOWN_MISSES,
    LIMIT,
    costly,
    issues,
    request,
    telling,
    warnings,
)
from tests.conformance.recorded import cases

CASES = cases("expressions")
REFUSED = [case for case in CASES if "issues" in case]
TOLD = [case for case in CASES if "says" in case]
COSTS = [case for case in CASES if "cost" in case]


@pytest.mark.parametrize("case", REFUSED, ids=[case["expression"] for case in REFUSED])
def test_what_the_server_refuses_is_refused_for_the_same_reasons(case: dict[str, Any]) -> None:
    found = issues(case["expression"])
    assert found
    # After a syntax error, the recovery of the server's parser is not reproduced.
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


EXPRESSIONS = [case["expression"] for case in CASES]
# Values that no type checker expects, and text that no parser expects.
JOINED = st.sampled_from(
    [
        "{}{}",
        "dyn({}) == ({})",
        "dyn({}) + dyn({})",
        "dyn({}) in dyn({})",
        "[dyn({}), dyn({})].map(x, string(x))",
        "[dyn({}), dyn({})].max()",
        "[dyn({})].sortBy(x, dyn({}))",
        "dyn({})[dyn({})]",
        "dyn({}).all(k, v, dyn({}) != v)",
        "dyn({}).transformMapEntry(k, v, {{dyn({}): v}})",
        "'%s %d'.format([dyn({}), dyn({})])",
        "dyn({}).matches(dyn({}))",
        "cidr('::/0').containsIP(dyn({})) || dyn({})",
        "dyn({}) ? optional.of({}) : optional.none()",
    ]
)
DECLARED = environment(has_params=False, has_authorizer=True, variables={})
NAMES = request().activation()


@settings(max_examples=300)
@given(JOINED, st.sampled_from(EXPRESSIONS), st.sampled_from(EXPRESSIONS), st.integers(0, 30))
def test_no_expression_breaks_anything(way: str, one: str, other: str, cut: int) -> None:
    for source in (way.format(one, other), way.format(one, other[:cut])):
        with suppress(CompileError):
            assert compile_expression(source, DECLARED).evaluate(NAMES).cost >= 0
