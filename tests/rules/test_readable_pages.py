"""Pages as people read them: findings below their lines, and nothing of the tests."""

from __future__ import annotations

import re

import pytest
from cmarkgfm import github_flavored_markdown_to_html  # type: ignore[import-untyped]
from svclint.rule import Rule, site
from svclint.rule.page import EXAMPLE, EXPECTED, readable_page, site_page
from svclint.rule.registry import all_rules, page_text, rule_named
from svclint.rule.site import page_url

# A finding beside its mark, or below it if the line would be too long.
DRAWN = re.compile(
    r"^#? *\^(?: |\n# )(error|warning|note): (.*(?:\n#   (?! *\^).*)*)$", re.MULTILINE
)
# A code span that ends, or begins, in the middle of a word.
TORN_SPAN = re.compile(r"</code>\w|\w<code>")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_page_shows_every_finding_and_no_test_notation(rule: Rule) -> None:
    source, shown = page_text(rule), readable_page(rule)
    expected = [found[5] for line in source.splitlines() for found in EXPECTED.finditer(line)]
    drawn = [found[2].replace("\n#  ", "") for found in DRAWN.finditer(shown)]
    assert sorted(drawn) == sorted(" ".join(text.split()) for text in expected)
    assert EXAMPLE.search(shown) is None
    assert not re.search(r"# (error|warning|note): (\d+:)?\d+ \[", shown)
    assert shown.count("```") == source.count("```")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_page_has_whole_code_spans_and_short_findings(rule: Rule) -> None:
    page = readable_page(rule)
    html = re.sub("<pre>.*?</pre>", "", github_flavored_markdown_to_html(page), flags=re.DOTALL)
    assert TORN_SPAN.findall(html) == []
    lines = page.splitlines()
    assert [x for x in lines if x.startswith("#") and "^ " in x and len(x) > 80] == []


def test_links_lead_somewhere_or_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = rule_named("probe-host-is-service")
    assert "](../" in page_text(rule)
    page = readable_page(rule)
    assert "a Service deployed together with" in page
    assert "(https://kubernetes.io/" in page
    monkeypatch.setattr(site, "site_address", lambda: "https://svclint.example")
    text = readable_page(rule)
    assert "[deployed together](https://svclint.example/docs/deployments.html) with" in text
    assert page_url(rule) == "https://svclint.example/rules/references/probe_host_is_service.html"


def test_a_finding_is_drawn_below_its_word() -> None:
    lines = readable_page(rule_named("protocol-unsupported")).splitlines()
    at = lines.index("    - {name: a, port: 80, protocol: tcp}")
    mark = lines[at + 1]
    assert lines[at][mark.index("^") :].startswith("tcp")
    assert mark.endswith("^ error: protocol 'tcp' is not supported")


def test_the_table_says_what_a_reader_asks_first() -> None:
    page = site_page(rule_named("protocol-unsupported"), "[validity](index.md)")
    head = page.splitlines()[2:5]
    assert head == [
        "| severity | group | profile | fix | Kubernetes | svclint |",
        "| --- | --- | --- | --- | --- | --- |",
        "| error | [validity](index.md) | minimal | safe | all versions | from 0.1 |",
    ]
    assert "| from 1.20 | from 0.1 |" in readable_page(rule_named("cluster-ips-contradict"))
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
