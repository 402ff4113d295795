"""Expressions are limited by cost and time, including regular expressions."""

from __future__ import annotations

import time

import pytest
from svclint.cel import Environment, Outcome, compile_expression
from svclint.cel.runtime import frame as frames

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


def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "_MOST_SECONDS", -1.0)
    assert evaluate("lists.range(9000).all(x, true)").error == "operation interrupted"


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
