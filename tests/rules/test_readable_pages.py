"""Pages as people read them: findings below their lines, and nothing of the tests."""

from __future__ import annotations

import re

import pytest
from svclint.rule import Rule
from svclint.rule.page import EXAMPLE, EXPECTED, readable_page
from svclint.rule.registry import all_rules, page_text, rule_named

DRAWN = re.compile(r"^#? *\^ (error|warning|note): (.*)$", re.MULTILINE)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_page_shows_every_finding_and_no_test_notation(rule: Rule) -> None:
    source, shown = page_text(rule), readable_page(rule)
    expected = [found[5] for line in source.splitlines() for found in EXPECTED.finditer(line)]
    assert sorted(found[2] for found in DRAWN.finditer(shown)) == sorted(expected)
    assert EXAMPLE.search(shown) is None
    assert not re.search(r"# (error|warning|note): \d", shown)
    assert shown.count("```") == source.count("```")


def test_a_finding_is_drawn_below_its_word() -> None:
    lines = readable_page(rule_named("protocol-unsupported")).splitlines()
    at = lines.index("    - {name: a, port: 80, protocol: tcp}")
    mark = lines[at + 1]
    assert lines[at][mark.index("^") :].startswith("tcp")
    assert mark.endswith("^ error: protocol 'tcp' is not supported")


def test_the_table_says_what_a_reader_asks_first() -> None:
    page = readable_page(rule_named("protocol-unsupported"), "[validity](index.md)")
    head = page.splitlines()[2:5]
    assert head == [
        "| severity | group | profile | fix | since |",
        "| --- | --- | --- | --- | --- |",
        "| error | [validity](index.md) | minimal | safe | 0.1 |",
    ]
    assert "| options |" in readable_page(rule_named("sensitive-port-exposed"))


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("protocol-unsupported", "After `svclint check --fix`:"),
        ("api-version-not-served", "After `svclint check --fix --unsafe-fixes`:"),
        ("cluster-ip-changed", "The live object:"),
        ("cluster-ip-outside-cidr", "With `--service-cidr 10.3.240.0/20`:"),
        ("suppression-without-reason", "With `--require-reason`:"),
    ],
)
def test_options_of_an_example_are_those_that_a_user_types(rule: str, line: str) -> None:
    assert line in readable_page(rule_named(rule)).splitlines()
