"""Run rules over documents, and place what they report."""

from __future__ import annotations

import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from svclint.config import ClusterFacts
from svclint.inventory import Inventory
from svclint.model import Data, Finding, ObjectName, Report, spell
from svclint.rule import Rule
from svclint.schema import Violation, accepts, violations
from svclint.service import Service, created
from svclint.service.answers import seen_from_manifest, undecodable
from svclint.service.update import Prediction, Ways, predict
from svclint.source import Document
from svclint.source.kinds import REFERENCE_KINDS, SERVICE_KINDS, WORKLOAD_KINDS
from svclint.workload import outline

FactsFor = Callable[[str], ClusterFacts]
Rules = dict[str, list[Rule]]
Found = list["Finding | RuleCrash"]

# Kinds that rules look into; others are not even parsed.
KINDS_READ = SERVICE_KINDS | REFERENCE_KINDS


class RuleCrash(Exception):
    """A rule failed; the fault is svclint's. The message names rule, file and object."""

    def __init__(self, rule: Rule, document: Document, trace: str) -> None:
        file, name = document.chunk.file, document.object_name
        super().__init__(f"rule {rule.name} failed on {name} in {file}: this is a fault of svclint")
        self.trace = trace


def run(
    documents: Iterable[Document], rules: Sequence[Rule], facts_for: FactsFor
) -> Iterator[Finding | RuleCrash]:
    """Judge every document; findings come in the order of the documents.

    Where references are judged, every document is read before the first finding comes.
    """
    by_scope = _by_scope(rules)
    judged = _judge_alone(documents, by_scope, facts_for)
    if not by_scope["reference"]:
        for found, _, _, _ in judged:
            yield from _sorted(found)
        return
    inventories: dict[str, Inventory] = {}
    for found, document, inventory in _collect(judged, inventories):
        yield from _sorted([*found, *_judge_references(document, by_scope, inventory)])


def _by_scope(rules: Sequence[Rule]) -> Rules:
    by_scope: Rules = defaultdict(list)
    for rule in rules:
        by_scope[rule.scope].append(rule)
    return by_scope


def _judge_alone(
    documents: Iterable[Document], rules: Rules, facts_for: FactsFor
) -> Iterator[tuple[Found, Document, ClusterFacts, bool]]:
    """Judge each document by itself; say whether its references can be judged, too."""
    for document in documents:
        facts = facts_for(document.chunk.file)
        found, is_sound = _judge(document, rules, facts)
        yield found, document, facts, is_sound


def _collect(
    judged: Iterable[tuple[Found, Document, ClusterFacts, bool]], inventories: dict[str, Inventory]
) -> list[tuple[Found, Document, Inventory | None]]:
    """Fill one inventory for each cluster, and keep the documents that have more to come."""
    kept: list[tuple[Found, Document, Inventory | None]] = []
    for found, document, facts, is_sound in judged:
        inventory = inventories.get(facts.cluster)
        if inventory is None:
            inventory = inventories[facts.cluster] = Inventory(facts.namespace)
        if isinstance(document.data, dict):
            inventory.add(document, facts.namespace)
            outline(document)
        if found or is_sound:
            kept.append((found, document, inventory if is_sound else None))
    return kept


def _judge_references(
    document: Document, rules: Rules, inventory: Inventory | None
) -> Iterator[Finding | RuleCrash]:
    if inventory is not None:
        for rule in rules["reference"]:
            if document.kind in rule.kinds:
                yield from _apply(rule, document, document, inventory)


def _sorted(items: Iterable[Finding | RuleCrash]) -> list[Finding | RuleCrash]:
    """Order what was found in one document by its place, worst first."""

    def order(item: Finding | RuleCrash) -> tuple[int, int, int, str]:
        if isinstance(item, RuleCrash):
            return (0, 0, 0, "")
        return item.location.line, item.location.column, -item.severity, item.rule

    return sorted(items, key=order)


def _judge(document: Document, rules: Rules, facts: ClusterFacts) -> tuple[Found, bool]:
    found: Found = []
    if document.kind in REFERENCE_KINDS:
        # Of these, only their references to and from Services matter here.
        return found, document.kind not in WORKLOAD_KINDS or document.kind == "StatefulSet"
    for rule in rules["document"]:
        found += _apply(rule, document, document)
    if (document.api_version, document.kind) != ("v1", "Service"):
        return found, False
    broken = _violations(document, facts)
    for violation in broken:
        for rule in rules["schema"]:
            found += _apply(rule, document, document, violation)
    if any(violation.kind != "unknown" for violation in broken):
        # The server decodes before it judges, and says nothing else when it cannot.
        return found, False
    service = created(document.data, document.object_name, facts.version)
    found += judge_service(document, service, rules, facts)
    return found, True


def judge_service(
    document: Document, service: Service, rules: Rules, facts: ClusterFacts
) -> Iterator[Finding | RuleCrash]:
    """Apply the rules that look at one Service, alone and in its cluster."""
    for rule in rules["service"]:
        yield from _apply(rule, document, service)
    for rule in rules["cluster"]:
        yield from _apply(rule, document, service, facts)


def judge_update(
    document: Document, live: Data | None, ways: Ways, rules: Sequence[Rule], facts: ClusterFacts
) -> tuple[Prediction | None, Found]:
    """Predict what comes of applying a Service, and judge the outcome.

    ``live`` is the object in the cluster, ``None`` where it is to be created. There is no
    prediction for a document that is no Service or cannot be decoded. References are not judged.
    """
    by_scope = _by_scope(rules)
    if live is None:
        found, is_sound = _judge(document, by_scope, facts)
        if not is_sound or document.kind != "Service":
            return None, _sorted(found)
        prediction = predict(document.data, None, ways, facts, document.object_name)
        return prediction, _sorted(found)
    found = [item for rule in by_scope["document"] for item in _apply(rule, document, document)]
    broken = _violations(document, facts)
    for violation in broken:
        value = document.value(violation.path)
        for rule in by_scope["schema"]:
            for report in _reports(rule, document, document, violation, found=found):
                answered = undecodable(report, ways, is_null=value is None)
                found.append(place(rule, document, answered))
    if any(violation.kind != "unknown" for violation in broken):
        return None, _sorted(found)
    prediction = predict(document.data, live, ways, facts, document.object_name)
    judged = _judge_prediction(document, prediction, by_scope, facts)
    if prediction.again is not None and not any(_is_refusal(item) for item in judged):
        prediction = prediction.again
        judged = _judge_prediction(document, prediction, by_scope, facts)
    return prediction, _sorted([*found, *judged])


def _judge_prediction(
    document: Document, prediction: Prediction, rules: Rules, facts: ClusterFacts
) -> Found:
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
            found.append(place(rule, document, seen_from_manifest(report, prediction)))
    return found


def _is_refusal(item: Finding | RuleCrash) -> bool:
    return isinstance(item, Finding) and item.server is not None and item.server.outcome == "reject"


def _violations(document: Document, facts: ClusterFacts) -> list[Violation]:
    version = ".".join(map(str, facts.version))
    if accepts(version, "v1", "Service")(document.data):
        return []
    return violations(version, "v1", "Service", document.data)


def _apply(rule: Rule, document: Document, *arguments: Any) -> Iterator[Finding | RuleCrash]:
    crashes: Found = []
    for report in _reports(rule, document, *arguments, found=crashes):
        yield place(rule, document, report)
    yield from crashes


def _reports(rule: Rule, document: Document, *arguments: Any, found: Found) -> list[Report]:
    """Ask a rule; where it crashes, that is what was found."""
    try:
        return list(rule.check(*arguments))
    except Exception:
        found.append(RuleCrash(rule, document, traceback.format_exc()))
        return []


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
