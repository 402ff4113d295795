"""Run rules over documents, and place what they report."""

from __future__ import annotations

import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from svclint.config import ClusterFacts
from svclint.inventory import Inventory
from svclint.model import Finding, ObjectName, Report, spell
from svclint.rule import Rule
from svclint.schema import Violation, accepts, violations
from svclint.service import Service, created
from svclint.source import Document

FactsFor = Callable[[str], ClusterFacts]
Rules = dict[str, list[Rule]]

# Kinds that rules look into; others are not even parsed.
KINDS_READ = frozenset(("Service", "ServiceList", "List", "ServiceCIDR", "IPAddress"))


class RuleCrash(Exception):
    """A rule failed; the fault is svclint's. The message names rule, file and object."""

    def __init__(self, rule: Rule, document: Document, trace: str) -> None:
        file, name = document.chunk.file, document.object_name
        super().__init__(f"rule {rule.name} failed on {name} in {file}: this is a fault of svclint")
        self.trace = trace


def run(
    documents: Iterable[Document], rules: Sequence[Rule], facts_for: FactsFor
) -> Iterator[Finding | RuleCrash]:
    """Judge every document; findings come in the order of the documents."""
    by_scope: Rules = defaultdict(list)
    for rule in rules:
        by_scope[rule.scope].append(rule)
    inventories: dict[str, Inventory] = {}
    for document in documents:
        facts = facts_for(document.chunk.file)
        inventory = inventories.setdefault(facts.namespace, Inventory(facts.namespace))
        if isinstance(document.data, dict):
            inventory.add(document)
        yield from _sorted(_judge(document, by_scope, facts, inventory))


def _sorted(items: Iterable[Finding | RuleCrash]) -> list[Finding | RuleCrash]:
    """Order what was found in one document by its place, worst first."""

    def order(item: Finding | RuleCrash) -> tuple[int, int, int, str]:
        if isinstance(item, RuleCrash):
            return (0, 0, 0, "")
        return item.location.line, item.location.column, -item.severity, item.rule

    return sorted(items, key=order)


def _judge(
    document: Document, rules: Rules, facts: ClusterFacts, inventory: Inventory
) -> Iterator[Finding | RuleCrash]:
    for rule in rules["document"]:
        yield from _apply(rule, document, document)
    if (document.api_version, document.kind) != ("v1", "Service"):
        return
    broken = _violations(document, facts)
    for violation in broken:
        for rule in rules["schema"]:
            yield from _apply(rule, document, document, violation)
    if any(violation.kind != "unknown" for violation in broken):
        # The server decodes before it judges, and says nothing else when it cannot.
        return
    service = created(document.data, document.object_name, facts.version)
    yield from judge_service(document, service, rules, facts)
    for rule in rules["reference"]:
        yield from _apply(rule, document, document, inventory)


def judge_service(
    document: Document, service: Service, rules: Rules, facts: ClusterFacts
) -> Iterator[Finding | RuleCrash]:
    """Apply the rules that look at one Service, alone and in its cluster."""
    for rule in rules["service"]:
        yield from _apply(rule, document, service)
    for rule in rules["cluster"]:
        yield from _apply(rule, document, service, facts)


def _violations(document: Document, facts: ClusterFacts) -> list[Violation]:
    version = ".".join(map(str, facts.version))
    if accepts(version, "v1", "Service")(document.data):
        return []
    return violations(version, "v1", "Service", document.data)


def _apply(rule: Rule, document: Document, *arguments: Any) -> Iterator[Finding | RuleCrash]:
    try:
        reports = list(rule.check(*arguments))
    except Exception:
        yield RuleCrash(rule, document, traceback.format_exc())
        return
    for report in reports:
        yield place(rule, document, report)


def place(rule: Rule, document: Document, report: Report) -> Finding:
    """Turn a report into a finding with line and column."""
    location, _ = document.locate(report.path, at_key=report.at_key)
    name = document.object_name
    if document.data is None:
        name = ObjectName("", "", "", "")
    return Finding(
        location,
        rule.name,
        rule.severity if report.severity is None else report.severity,
        spell(report.path),
        report.message,
        report.remedy,
        name,
        report.server,
        rule.group,
        tuple(document.locate(path)[0] for path in report.related),
        document.chunk.line(location.line),
    )
