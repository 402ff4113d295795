"""Judge one document: ask the rules of each scope, and place what they report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from svclint.kubernetes.schema import Violation, accepts, violations
from svclint.kubernetes.service import Version, created, features_of
from svclint.kubernetes.service.irregularities import IRREGULARITIES, irregularities
from svclint.model import Data, Finding, ObjectName, Report, spell
from svclint.model.cluster import ClusterFacts, Options
from svclint.rule import Rule
from svclint.source import Document
from svclint.source.kinds import REFERENCE_KINDS, WORKLOAD_KINDS, kind_problem

if TYPE_CHECKING:
    # Updates take milliseconds to load, and most runs have no live objects.
    from svclint.kubernetes.service.update import ApplyOptions, Prediction

Found = list["Finding | RuleCrash"]


class RuleCrash(Exception):
    """A rule failed; the fault is svclint's. The message names rule, file and object."""

    def __init__(self, message: str, trace: str) -> None:
        super().__init__(message)
        self.trace = trace


class Rules(dict[str, list[Rule]]):
    """Rules by what they look at, their scope."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        super().__init__()
        for rule in rules:
            self.setdefault(rule.scope, []).append(rule)
        # Hundreds of Services share a shape, and few have a fault.
        self.fitting = cache(self._fitting)

    def __missing__(self, scope: str) -> list[Rule]:
        return []

    def _fitting(self, scope: str, words: frozenset[str]) -> list[Rule]:
        """Give those of a scope that may have something to say of what has these words."""
        return [rule for rule in self[scope] if not rule.where or rule.where & words]


def configured(rules: Sequence[Rule]) -> Callable[[ClusterFacts], Rules]:
    """Give what sorts rules by what they look at, with the options that some facts hold for."""
    known: dict[Options, Rules] = {(): Rules(rules)}

    def of(facts: ClusterFacts) -> Rules:
        if facts.options not in known:
            known[facts.options] = Rules([rule.configured(facts.options) for rule in rules])
        return known[facts.options]

    return of


def in_order(items: Iterable[Finding | RuleCrash]) -> list[Finding | RuleCrash]:
    """Order what was found in one document by its place, worst first."""

    def order(item: Finding | RuleCrash) -> tuple[int, int, int, str]:
        if isinstance(item, RuleCrash):
            return (0, 0, 0, "")
        return item.location.line, item.location.column, -item.severity, item.rule

    return sorted(items, key=order)


def judge_alone(document: Document, rules: Rules, facts: ClusterFacts) -> tuple[Found, bool]:
    """Judge what a document is by itself; say whether its references can be judged, too."""
    found: Found = []
    is_foreign = document.kind in REFERENCE_KINDS
    if is_foreign and kind_problem(document.api_version, document.kind) is None:
        # Of these, only their references to and from Services matter here.
        return found, document.kind not in WORKLOAD_KINDS or document.kind == "StatefulSet"
    found += ask(rules.fitting("document", document.irregularities), document, document)
    if (document.api_version, document.kind) != ("v1", "Service"):
        return found, False
    # Most hold no null, and so decode to what they are.
    has_nulls = not _accepts_without_nulls(facts.version)(document.data)
    broken = _violations(document, facts) if has_nulls else []
    if broken:
        for violation in broken:
            found += ask(rules["schema"], document, document, violation)
        if any(violation.kind != "unknown" for violation in broken):
            # The server decodes before it judges, and says nothing else when it cannot.
            return found, False
    # Of most, nothing is asked that needs to know what the server makes of them. Behind the most
    # violations that are told, anything may stand.
    odd = IRREGULARITIES if broken else irregularities(document.data)
    words = features_of(document.data)
    words = words.union(odd) if odd else words
    alone, in_cluster = rules.fitting("service", words), rules.fitting("cluster", words)
    if alone or in_cluster:
        service = created(document.data, document.object_name, facts.version, has_nulls=has_nulls)
        found += ask(alone, document, service)
        found += ask(in_cluster, document, service, facts)
    return found, True


def judge_update(
    document: Document,
    live: Data | None,
    apply_options: ApplyOptions,
    rules: Sequence[Rule],
    facts: ClusterFacts,
) -> tuple[Prediction | None, Found]:
    """Predict what comes of applying a Service, and judge the outcome.

    ``live`` is the object in the cluster, ``None`` where it is to be created. There is no
    prediction for a document that is no Service or cannot be decoded. References are not judged.
    """
    by_scope = configured(rules)(facts)
    # Other kinds may bear the name of a live Service.
    if live is not None and document.object_name[:2] == ("v1", "Service"):
        prediction, found = judge_change(document, live, apply_options, by_scope, facts)
        return prediction, in_order(found)
    found, is_sound = judge_alone(document, by_scope, facts)
    if not is_sound or document.kind != "Service":
        return None, in_order(found)
    from svclint.kubernetes.service.update import predict  # noqa: PLC0415

    prediction = predict(document.data, None, apply_options, facts, document.object_name)
    return prediction, in_order(found)


def judge_change(
    document: Document,
    live: Data,
    apply_options: ApplyOptions,
    by_scope: Rules,
    facts: ClusterFacts,
) -> tuple[Prediction | None, Found]:
    """Judge a Service as a change of the live one; no prediction where it does not decode."""
    from svclint.kubernetes.service.manifest_reports import undecodable_report  # noqa: PLC0415
    from svclint.kubernetes.service.update import predict  # noqa: PLC0415

    found = ask(by_scope["document"], document, document)
    broken = _violations(document, facts)
    for violation in broken:
        value = document.value(violation.path)
        for rule in by_scope["schema"]:
            for report in _reports(rule, document, document, violation, found=found):
                answered = undecodable_report(report, apply_options, is_null=value is None)
                found.append(place(rule, document, answered))
    if any(violation.kind != "unknown" for violation in broken):
        return None, found
    prediction = predict(document.data, live, apply_options, facts, document.object_name)
    judged = _judge_prediction(document, prediction, by_scope, facts)
    if prediction.second_apply is not None and not any(is_refusal(item) for item in judged):
        prediction = prediction.second_apply
        judged = _judge_prediction(document, prediction, by_scope, facts)
    return prediction, [*found, *judged]


def _judge_prediction(
    document: Document, prediction: Prediction, rules: Rules, facts: ClusterFacts
) -> Found:
    from svclint.kubernetes.service.manifest_reports import report_on_manifest  # noqa: PLC0415

    found: Found = []
    for rule in rules["change"]:
        for report in _reports(rule, document, prediction, found=found):
            found.append(place(rule, document, report))
    if prediction.merge.problem:
        return found
    service = prediction.service
    for rule in (*rules["service"], *rules["cluster"]):
        arguments = (service,) if rule.scope == "service" else (service, facts)
        for report in _reports(rule, document, *arguments, found=found):
            found.append(place(rule, document, report_on_manifest(report, prediction)))
    return found


def is_refusal(item: Finding | RuleCrash) -> bool:
    """Whether the server would refuse the object for it."""
    return isinstance(item, Finding) and item.server is not None and item.server.outcome == "reject"


def _violations(document: Document, facts: ClusterFacts) -> list[Violation]:
    version = ".".join(map(str, facts.version))
    if accepts(version, "v1", "Service")(document.data):
        return []
    return violations(version, "v1", "Service", document.data)


@cache
def _accepts_without_nulls(version: Version) -> Callable[[Data], bool]:
    return accepts(".".join(map(str, version)), "v1", "Service", nulls=False)


def ask(rules: Iterable[Rule], document: Document, *arguments: Any) -> Found:
    """Ask rules about a document, and place what they report."""
    found: Found = []
    reports: list[Report] = []
    for rule in rules:
        # A hundred rules look at each Service: even a list more for each would be felt.
        try:
            for report in rule.check(*arguments):
                reports.append(report)  # noqa: PERF402
        except Exception:
            found.append(_crash(rule, document))
            reports.clear()
        if reports:
            found += [place(rule, document, report) for report in reports]
            reports.clear()
    return found


def _reports(rule: Rule, document: Document, *arguments: Any, found: Found) -> list[Report]:
    """Ask a rule; where it crashes, that is what was found."""
    try:
        return list(rule.check(*arguments))
    except Exception:
        found.append(_crash(rule, document))
        return []


def _crash(rule: Rule, document: Document) -> RuleCrash:
    import traceback  # noqa: PLC0415 - only for a fault of ours

    file, name = document.file, document.object_name
    message = f"rule {rule.name} failed on {name} in {file}: this is a fault of svclint"
    return RuleCrash(message, traceback.format_exc())


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
        report.is_elsewhere,
        report.fix and report.fix._replace(line=document.chunk.first_line, prefix=document.prefix),
    )
