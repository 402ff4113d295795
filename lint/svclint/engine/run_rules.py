"""Run rules on one document, and turn what they report into findings with a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from svclint.kubernetes.schema import Violation, accepts, violations
from svclint.kubernetes.service import created, features_of
from svclint.kubernetes.service.irregularities import IRREGULARITIES
from svclint.kubernetes.service.irregularities import irregularities as irregularities_of
from svclint.model import Data, Finding, ObjectName, Report, spell
from svclint.model.cluster import ClusterFacts, Options, Version
from svclint.rule import Rule
from svclint.source import Document
from svclint.source.kinds import REFERENCE_KINDS, WORKLOAD_KINDS, kind_problem

if TYPE_CHECKING:
    # Predictions take milliseconds to import, and most runs have no live objects.
    from svclint.kubernetes.service.update import Prediction

Findings = list["Finding | RuleCrash"]


class Checked(NamedTuple):
    """The findings of one document, and whether cross-document rules may run on it.

    ``prediction`` is the outcome of the apply, if the run predicts it.
    """

    findings: Findings
    can_check_across: bool
    prediction: Prediction | None = None


class RuleCrash(NamedTuple):
    """A rule failed, which is a bug in svclint; the message names rule, file and object."""

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

    def __missing__(self, scope: str) -> list[Rule]:
        return []

    def _applicable(self, scope: str, features: frozenset[str]) -> list[Rule]:
        """Return the rules of a scope that can report something about these features."""
        return [rule for rule in self[scope] if not rule.where or rule.where & features]


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


def check_document(document: Document, rules: RulesByScope, facts: ClusterFacts) -> Checked:
    """Check one document alone, as if it did not exist in the cluster."""
    findings: Findings = []
    is_known = kind_problem(document.api_version, document.kind) is None
    if is_known and document.kind in REFERENCE_KINDS:
        # Of these kinds, only the references to and from Services are checked.
        can_check_across = document.kind not in WORKLOAD_KINDS or document.kind == "StatefulSet"
        return Checked(findings, can_check_across)
    findings += run_rules(rules.applicable("document", document.irregularities), document, document)
    if (document.api_version, document.kind) != ("v1", "Service"):
        return Checked(findings, can_check_across=False)
    # Most documents have neither nulls nor violations, and need no list of violations.
    may_have_nulls = not _accepts_without_nulls(facts.version)(document.data)
    broken = schema_violations(document, facts) if may_have_nulls else []
    for violation in broken:
        findings += run_rules(rules["schema"], document, document, violation)
    if not decodes(broken):
        return Checked(findings, can_check_across=False)
    # The list of violations is limited: if there is one, every irregularity is possible.
    irregularities = IRREGULARITIES if broken else irregularities_of(document.data)
    features = features_of(document.data)
    features = features.union(irregularities) if irregularities else features
    alone = rules.applicable("service", features)
    in_cluster = rules.applicable("cluster", features)
    if alone or in_cluster:
        service = created(
            document.data, document.object_name, facts.version, has_nulls=may_have_nulls
        )
        findings += run_rules(alone, document, service)
        findings += run_rules(in_cluster, document, service, facts)
    return Checked(findings, can_check_across=True)


def is_rejection(item: Finding | RuleCrash) -> bool:
    """Return whether the API server would refuse the object because of this finding."""
    return isinstance(item, Finding) and item.server is not None and item.server.outcome == "reject"


def run_rules(rules: Iterable[Rule], document: Document, *arguments: Any) -> Findings:
    """Run rules on a document, and return what they report as findings."""
    findings: Findings = []
    reports: list[Report] = []
    for rule in rules:
        # Hot loop: reuse one list across about 100 rules.
        try:
            for report in rule.check(*arguments):
                reports.append(report)  # noqa: PERF402
        except Exception:
            findings.append(_crash(rule, document))
            reports.clear()
        if reports:
            findings += [finding_from_report(rule, document, report) for report in reports]
            reports.clear()
    return findings


def reports_of(
    rules: Iterable[Rule], crashes: Findings, document: Document, *arguments: Any
) -> list[tuple[Rule, Report]]:
    """Return what rules report, before it is placed; a rule that crashes adds to ``crashes``."""
    found: list[tuple[Rule, Report]] = []
    for rule in rules:
        try:
            reports = list(rule.check(*arguments))
        except Exception:
            crashes.append(_crash(rule, document))
        else:
            found += [(rule, report) for report in reports]
    return found


def _crash(rule: Rule, document: Document) -> RuleCrash:
    import traceback  # noqa: PLC0415 - only for a bug in svclint

    message = (
        f"rule {rule.name} failed on {document.object_name} in {document.file}: "
        "this is a bug in svclint"
    )
    return RuleCrash(message, traceback.format_exc())


def finding_from_report(rule: Rule, document: Document, report: Report) -> Finding:
    """Turn a report into a finding with line and column."""
    location, _ = document.locate(report.path, at_key=report.at_key)
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
        tuple(document.locate(path)[0] for path in report.related),
        chunk.line(location.line),
        report.is_elsewhere,
        report.fix and report.fix._replace(line=chunk.first_line, prefix=document.prefix),
    )


def decodes(broken: Iterable[Violation]) -> bool:
    """Return whether the server gets past decoding: it does with unknown fields alone."""
    return all(violation.kind == "unknown" for violation in broken)


def schema_violations(document: Document, facts: ClusterFacts) -> list[Violation]:
    """Return what the strict decoder of the server refuses of a Service."""
    version = ".".join(map(str, facts.version))
    if accepts(version, "v1", "Service")(document.data):
        return []
    return violations(version, "v1", "Service", document.data)


@cache
def _accepts_without_nulls(version: Version) -> Callable[[Data], bool]:
    return accepts(".".join(map(str, version)), "v1", "Service", nulls=False)
