"""Expressions are limited by cost and time, including regular expressions."""

from __future__ import annotations

import time
from typing import Any

import pytest
from svclint.cel import (
    Budget,
    CompileError,
    Environment,
    LimitExceeded,
    Outcome,
    compile_expression,
)
from svclint.cel.types import DYN, STRING

NOTHING = Environment({}, {})


def evaluate(expression: str) -> Outcome:
    return compile_expression(expression, NOTHING).evaluate({})


@pytest.mark.parametrize(
    "expression",
    [
        "lists.range(1000000).all(x, true)",
        "lists.range(2000).all(x, lists.range(2000).all(y, true))",
        "lists.range(10000000).size() > 0",
        "lists.range(30).all(a, lists.range(99).all(b, lists.range(999).distinct().size() > 0))",
    ],
)
def test_what_costs_too_much_is_stopped(expression: str) -> None:
    begun = time.monotonic()
    assert evaluate(expression).error == "operation cancelled: actual cost limit exceeded"
    assert time.monotonic() - begun < 10


def nested(levels: int) -> Any:
    """Return a list of ten elements, each of which is a list of ten, and so on: all one object."""
    value: Any = 0
    for _ in range(levels):
        value = [value] * 10
    return value


@pytest.mark.parametrize(
    ("expression", "limit"),
    [
        ("'%s'.format([x]).size() > 0", "2,000,000 steps"),
        ("x == y", "2,000,000 steps"),
        ("x in [y]", "2,000,000 steps"),
        ("x.flatten(9).size() > 0", "2,000,000 steps"),
        ("[x].indexOf(y) == 0", "2,000,000 steps"),
        ("[x, y].distinct().size() > 0", "2,000,000 steps"),
        ("sets.equivalent(x, y)", "2,000,000 steps"),
        ("b.replace('a', b).replace('a', b).size() > 0", "33,554,432 bytes"),
        ("b.replace('a', b).split('').join(b).size() > 0", "33,554,432 bytes"),
        ("(b + '\u4e2d').replace('a', b.substring(11300)).size() > 0", "33,554,432 bytes"),
        ("b.matches('(a?){40}(.*)*c')", "2,000,000 steps"),
        ("'a'.matches('" + ".{0,999}" * 60 + "')", "50,000 instructions"),
        ("quantity('1' + b.replace('a', '11111')).isInteger()", "4000 characters"),
    ],
)
def test_what_takes_too_much_work_or_memory_is_stopped(expression: str, limit: str) -> None:
    program = compile_expression(expression, Environment({"x": DYN, "y": DYN, "b": STRING}, {}))
    begun = time.monotonic()
    with pytest.raises(LimitExceeded, match=limit):
        program.evaluate({"x": nested(8), "y": nested(8), "b": "a" * 12_000})
    assert time.monotonic() - begun < 30


def test_a_budget_holds_for_all_that_is_evaluated_in_it() -> None:
    program = compile_expression("lists.range(2000).all(x, true)", NOTHING)
    budget = Budget("a run", 20_000, 1 << 20)
    with budget.in_force():
        for _ in range(2):
            assert program.evaluate({}).value is True
        with pytest.raises(LimitExceeded, match="a run may take 20,000 steps and needs more"):
            program.evaluate({})
    assert program.evaluate({}).value is True


def test_an_inner_budget_keeps_each_of_its_limits() -> None:
    program = compile_expression(
        "b.replace('a', b).replace('a', b).size() > 0", Environment({"b": STRING}, {})
    )
    # Fewer steps than the budget of an expression, and more memory.
    budget, limit = Budget("a run", 1_000_000, 1 << 62), "an expression may use 33,554,432 bytes"
    with budget.in_force(), pytest.raises(LimitExceeded, match=limit):
        program.evaluate({"b": "a" * 1000})


@pytest.mark.parametrize("digits", [30, 4301, 100_000])
@pytest.mark.parametrize(
    "expression",
    [
        "int({})",
        "uint({})",
        "semver('1.0.0-' + {})",
        "int('-' + {})",
        "timestamp(0).getHours({} + ':1')",
    ],
)
def test_numbers_of_any_length_are_converted_or_refused(digits: int, expression: str) -> None:
    text = f"lists.range({digits // 10}).map(x, '9999999999').join()"
    outcome = compile_expression(f"dyn({expression.format(text)}) == 1 || true", NOTHING).evaluate(
        {}
    )
    assert outcome.value is True
    with pytest.raises(CompileError, match="invalid int literal"):
        compile_expression("9" * digits, NOTHING)


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "(a|aa)+$", "(a*)*b", "(.*)(.*)(.*)(.*)(.*)x", "^(([a-z])+.)+[A-Z]+$"]
)
def test_no_pattern_takes_exponential_time(pattern: str) -> None:
    begun = time.monotonic()
    assert evaluate(f"'{'a' * 2000}!'.matches('{pattern}')").value is False
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("pattern", [r"(?=a)", r"(a)\\1", "a**", "(?P<n>", "a{2000}", "[z-a]"])
def test_patterns_that_re2_does_not_take_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="invalid matches argument"):
        compile_expression(f"'a'.matches('{pattern}')", NOTHING)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"^\\pL+$", "Grüße"),
        ("(?i)straSSe", "STRASSE"),
        (r"^[[:alpha:]]+$", "abc"),
        (r"\\bweb\\b", "a web b"),
        ("^a{2,3}$", "aaa"),
        ("(?s)a.b", "a\\nb"),
        ("(?P<x>a)(?:b)", "ab"),
        (r"^\\Qa.b\\E$", "a.b"),
        ("^(a|b)*?c$", "abac"),
    ],
)
def test_patterns_are_those_of_re2(pattern: str, text: str) -> None:
    assert evaluate(f"'{text}'.matches('{pattern}')").value is True
