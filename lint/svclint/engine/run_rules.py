"""Run rules on one document, and turn what they report into findings with a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from svclint.kubernetes.reference_limit import TooManyReferences
from svclint.model import Finding, Location, ObjectName, Report, spell
from svclint.model.cluster import ClusterFacts, Options
from svclint.model.finding import excerpt_of
from svclint.rule import Rule
from svclint.source import Document
from svclint.source.block_scalars import BlockText
from svclint.source.document import Chunk

Findings = list["Finding | RuleCrash"]


class RuleCrash(NamedTuple):
    """A rule failed, which is a bug in svclint; the message names rule, file and object.

    The same for a step of the engine, or for a step that took too long.
    """

    message: str
    trace: str

    def __str__(self) -> str:
        return self.message


class RulesByScope(dict[str, list[Rule]]):
    """The rules of a run by their scope; an unknown scope has none."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        super().__init__()
        for rule in rules:
            self.setdefault(rule.scope, []).append(rule)
        # Hundreds of Services have the same features.
        self.applicable = cache(self._applicable)
        self.of_kind = cache(self._of_kind)

    def __missing__(self, scope: str) -> list[Rule]:
        return []

    def _applicable(self, scope: str, features: frozenset[str]) -> list[Rule]:
        """Return the rules of a scope that can report something about a Service's features."""
        of_services = scope in ("object", "cluster")
        rules = self.of_kind(scope, "Service") if of_services else self[scope]
        return [rule for rule in rules if not rule.where or rule.where & features]

    def _of_kind(self, scope: str, kind: str) -> list[Rule]:
        """Return the rules of a scope that can report something about a kind."""
        return [rule for rule in self[scope] if kind in rule.kinds]


def rules_by_options(rules: Sequence[Rule]) -> Callable[[ClusterFacts], RulesByScope]:
    """Return a function from facts to the rules, configured with the options of those facts."""
    known: dict[Options, RulesByScope] = {(): RulesByScope(rules)}

    def rules_for(facts: ClusterFacts) -> RulesByScope:
        if facts.options not in known:
            configured = [rule.configured(facts.options) for rule in rules]
            known[facts.options] = RulesByScope(configured)
        return known[facts.options]

    return rules_for


def sorted_by_place(items: Iterable[Finding | RuleCrash]) -> Findings:
    """Return the findings of one document in the order of their places, worst first."""

    def order(item: Finding | RuleCrash) -> tuple[int, int, int, str]:
        if isinstance(item, RuleCrash):
            return (0, 0, 0, "")
        return item.location.line, item.location.column, -item.severity, item.rule

    return sorted(items, key=order)


def is_rejection(item: Finding | RuleCrash) -> bool:
    """Return whether the API server would refuse the object because of this finding."""
    return isinstance(item, Finding) and item.server is not None and item.server.outcome == "reject"


def without_effects(findings: Findings, effects: frozenset[str]) -> Findings:
    """Return the findings of one document without those of some rules if it is rejected."""
    if not any(map(is_rejection, findings)):
        return findings
    return [each for each in findings if isinstance(each, RuleCrash) or each.rule not in effects]


def is_unsupported(item: Finding | RuleCrash) -> bool:
    """Return whether a finding says that the API server does not support a value."""
    answer = item.server if isinstance(item, Finding) else None
    is_about_value = answer is not None and answer.reason == "FieldValueNotSupported"
    return is_about_value and is_rejection(item)


def run_rules(rules: Iterable[Rule], document: Document, *arguments: Any) -> Findings:
    """Run rules on a document, and return what they report as findings."""
    findings: Findings = []
    reports: list[Report] = []
    for rule in rules:
        # Hot loop: reuse one list across about 100 rules.
        try:
            for report in rule.check(*arguments):
                reports.append(report)  # noqa: PERF402
            if reports:
                findings += [finding_from_report(rule, document, report) for report in reports]
                reports.clear()
        except TooManyReferences as error:
            findings.append(RuleCrash(_beyond(f"rule {rule.name}", document, error), ""))
            break
        except Exception:
            findings.append(crash(f"rule {rule.name}", document))
            reports.clear()
    return findings


def _beyond(what: str, document: Document, error: TooManyReferences) -> str:
    name, file = document.object_name, document.file
    return f"{what} on {name} in {file}, and what follows it, did not run: {error}"


def reports_of(
    rules: Iterable[Rule], crashes: Findings, document: Document, *arguments: Any
) -> list[tuple[Rule, Report]]:
    """Return what rules report, before it is placed; a rule that crashes adds to ``crashes``."""
    found: list[tuple[Rule, Report]] = []
    for rule in rules:
        try:
            reports = list(rule.check(*arguments))
        except Exception:
            crashes.append(crash(f"rule {rule.name}", document))
        else:
            found += [(rule, report) for report in reports]
    return found


def crash(what: str, document: Document) -> RuleCrash:
    """Return the crash of a rule or step, of the exception that is being handled."""
    import traceback  # noqa: PLC0415 - only for a bug in svclint

    message = (
        f"{what} failed on {document.object_name} in {document.file}: this is a bug in svclint"
    )
    return RuleCrash(message, traceback.format_exc())


def finding_from_report(rule: Rule, document: Document, report: Report) -> Finding:
    """Turn a report into a finding with line and column."""
    location, is_written = document.locate(report.path, at_key=report.at_key)
    line = document.chunk.line(location.line)
    if report.excerpt and is_written and excerpt_of(line):
        location = _at_excerpt(location, line, report.excerpt)
    if report.mention and is_written:
        location = _block_at(document.chunk, location.line).place_of(report.mention, location)
        line = document.chunk.line(location.line)
    name = document.object_name
    if document.data is None:
        name = ObjectName("", "", "", "")
    chunk = document.chunk
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
        (
            *(document.locate(path)[0] for path in report.related),
            *(other.locate(path)[0] for other, path in report.others),
        ),
        excerpt_of(line),
        report.is_elsewhere,
        report.fix and report.fix._replace(line=chunk.first_line, prefix=document.prefix),
        part=report.part,
        edited_at=report.edited_at or ("name" if report.at_key else ""),
    )


# The findings of a rule in a block follow each other.
@lru_cache(maxsize=1)
def _block_at(chunk: Chunk, line: int) -> BlockText:
    return BlockText(chunk.lines_from(line))


def _at_excerpt(location: Location, line: str, excerpt: str) -> Location:
    """Return the place of an entry of the value at a location; that of the value if not found."""
    before = location.column - 1
    is_apart = r"(?<![^\s,'\"]){}(?![^\s,'\"}}\]])"
    found = re.search(is_apart.format(re.escape(excerpt)), line[before:])
    return location if found is None else location._replace(column=before + found.start() + 1)
