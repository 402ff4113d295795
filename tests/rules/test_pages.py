"""Every example of a rule page is a test, and every page has the required sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from svclint.engine.alone import document_checker
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import RuleCrash
from svclint.fix.rounds import fix_in_rounds
from svclint.kubernetes.live import claims_of
from svclint.kubernetes.merge.apply_options import APPLIERS
from svclint.kubernetes.schema import default_version
from svclint.model import Finding, Severity
from svclint.model.addresses import Network, parse_cidr
from svclint.model.cluster import Claims, ClusterFacts
from svclint.model.networks import Networks
from svclint.policy.checker import PolicyChecker
from svclint.rule import Rule
from svclint.rule.page import without_expectations
from svclint.rule.registry import all_rules, page_text, rule_named
from svclint.settings.rule_selection import RuleSelection
from svclint.settings.suppression.applying import SuppressionFilter
from svclint.source import Document
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes

from tests.engine_runs import checked_apply, completed
from tests.rules.overlays import left_out, patched
from tests.rules.pages import (
    FIX_LINES,
    HEADINGS,
    HOME,
    PAGES,
    Example,
    Want,
    examples,
    fix_line,
)

EXAMPLES = list(examples())


def facts_of(example: Example) -> ClusterFacts:
    options = example.options
    major, minor = options.get("kubernetes-version", default_version()).split(".")
    first, last = options.get("node-port-range", "30000-32767").split("-")
    cidrs = options.get("service-cidr", "").split(",")
    live = (
        documents_of_bytes("live.yaml", example.live.encode(), KINDS_READ) if example.live else ()
    )
    return ClusterFacts(
        (int(major), int(minor)),
        Networks(_network(text) for text in cidrs if text),
        (int(first), int(last)),
        options.get("namespace", "default"),
        claims_of(live) if example.live else Claims({}, {}),
        is_assumed=options.get("assumed") == "yes",
    )


def _network(text: str) -> Network:
    parsed = parse_cidr(text)
    assert parsed is not None, f"{text} is no CIDR"
    return parsed[1]


def findings(example: Example, rules: tuple[Rule, ...]) -> list[Finding]:
    facts = facts_of(example)
    name = example.options.get("file", "manifest.yaml")
    documents = documents_of_bytes(name, example.text.encode(), KINDS_READ)
    found: list[Finding] = []
    checker, suppressing = PolicyChecker([], rules, None, default_version()), SuppressionFilter()

    def noted() -> Iterator[DocumentResult]:
        for each in map(document_checker(rules, lambda _file: facts, None), documents):
            suppressing.add(each, has_live=False)
            yield each

    judged = completed(noted(), rules, None, checker)
    if rule_named(example.rule).scope == "patch":
        judged = patched(example.text, rules)
    if example.rule == "unrendered-object":
        documents = left_out(example.text)
        judged = completed(noted(), rules, None, checker)
    if "apply" in example.options:
        judged = updates(documents, example, rules, facts)
    for item in (*judged, *checker.problems()):
        assert not isinstance(item, RuleCrash), item.trace
        found.append(item)
    shown, _ = suppressing.split(found)
    choice = RuleSelection(
        frozenset(rule.name for rule in rules),
        {},
        needs_reason=example.options.get("require-reason") == "yes",
    )
    return [*shown, *suppressing.problems(rules, lambda _file: choice)]


def updates(
    documents: Iterable[Document], example: Example, rules: tuple[Rule, ...], facts: ClusterFacts
) -> Iterator[Finding | RuleCrash]:
    """Check the result of ``apply=client``, or another way to apply (with ``force=no``)."""
    stored = documents_of_bytes("live.yaml", example.live.encode(), KINDS_READ)
    live = {item.object_name: item.data for item in stored}
    apply_options = APPLIERS[example.options["apply"]]
    if example.options.get("force") == "no":
        apply_options = apply_options._replace(is_forced=False)
    for document in documents:
        _, found = checked_apply(
            document, live.get(document.object_name), apply_options, rules, facts
        )
        yield from found


def as_want(finding: Finding) -> Want:
    place = finding.location
    return Want(place.line, place.column, str(finding.severity), finding.rule, finding.message)


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=[f"{e.page.stem}:{e.line}:{e.verdict}" for e in EXAMPLES]
)
def test_example_has_exactly_the_findings_it_announces(example: Example) -> None:
    wants = example.wants
    assert bool(wants) == (example.verdict == "bad"), "bad examples announce findings, good none"
    rule = rule_named(example.rule)
    # What is suppressed, or applied once more, depends on the findings of all other rules.
    depends = rule.scope in ("suppression", "applying")
    found = findings(example, all_rules() if depends else (rule,))
    is_own = rule.scope == "applying"
    found = [
        each for each in found if (each.rule if is_own else each.group) in (rule.name, rule.group)
    ]
    assert sorted(map(as_want, found)) == wants
    assert all(each.remedy for each in found), "a remedy, or why there is nothing to do"
    if example.verdict == "good":
        everything = findings(example, all_rules())
        assert [f for f in everything if f.severity == Severity.ERROR] == []


def fixed(example: Example, rules: tuple[Rule, ...]) -> str:
    """Return an example with all its fixes, applied in as many rounds as necessary."""
    raw = example.text.encode()

    def judge(texts: Mapping[str, bytes]) -> Sequence[Finding]:
        text = next(iter(texts.values())).decode() if texts else example.text
        found = findings(example._replace(text=text), rules)
        return [each for each in found if each.fix and (each.fix.is_safe or example.unsafe)]

    changes = fix_in_rounds(judge({}), judge, lambda _file: raw).changes
    return next((change.after.decode() for change in changes.values()), example.text)


FIXED = [example for example in EXAMPLES if example.fixed]


@pytest.mark.parametrize("example", FIXED, ids=[f"{e.page.stem}:{e.line}" for e in FIXED])
def test_example_is_fixed_as_the_page_shows(example: Example) -> None:
    after = fixed(example, (rule_named(example.rule),))
    assert without_expectations(after) == example.fixed
    assert fixed(example._replace(text=after), (rule_named(example.rule),)) == after


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_page_says_whether_there_is_a_fix_and_shows_one(file: Path) -> None:
    bad = [each for each in EXAMPLES if each.page == file and each.verdict == "bad"]
    found = [f for each in bad for f in findings(each, (rule_named(each.rule),))]
    kinds: frozenset[bool | None] = frozenset(
        each.fix and each.fix.is_safe for each in found if each.rule == file.stem.replace("_", "-")
    )
    if kinds >= {True, False}:
        kinds -= {None}
    assert fix_line(file.read_text(encoding="utf-8")) == FIX_LINES[kinds or frozenset({None})]
    assert any(each.fixed for each in bad) == bool(kinds - {None})


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_page_has_the_shape_of_all_pages(file: Path) -> None:
    rule = rule_named(file.stem.replace("_", "-"))
    text = page_text(rule)
    assert text.startswith(f"# {rule.name}\n\n{rule.summary}\n")
    assert tuple(re.findall(r"^## (.*)$", text, re.MULTILINE)) == HEADINGS
    verdicts = {example.verdict for example in EXAMPLES if example.page == file}
    assert verdicts == {"bad", "good"}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_rule_is_one_file_with_its_page_beside_it(rule: Rule) -> None:
    module = HOME.joinpath(*rule.module.split(".")[2:]).with_suffix(".py")
    assert module.is_file()
    assert module.with_suffix(".md").is_file(), f"{rule.name} has no page"
