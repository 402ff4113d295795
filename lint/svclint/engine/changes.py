"""Check what an apply makes of a live object; imported only if there are live objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from svclint.engine.check_document import (
    Checked,
    check_document,
    check_with_readings,
    decodes,
    schema_violations,
)
from svclint.engine.live import Live, name_in_cluster
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import (
    Findings,
    RulesByScope,
    finding_from_report,
    is_rejection,
    reports_of,
    run_rules,
)
from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.live import as_returned
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.objects.api_versions import not_served
from svclint.kubernetes.objects.manifest_reports import report_on_manifest, undecodable_report
from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.objects.update import predict
from svclint.kubernetes.schema import Violation
from svclint.kubernetes.service.kind import SERVICE
from svclint.kubernetes.updates import steps_of
from svclint.model import Data
from svclint.model.cluster import ClusterFacts
from svclint.source import Document
from svclint.source.kinds import REFERENCE_KINDS

CheckDocument = Callable[[Document], DocumentResult]


def check_change(
    document: Document,
    live: Data,
    apply_options: ApplyOptions,
    rules: RulesByScope,
    facts: ClusterFacts,
) -> Checked:
    """Check an object as a change of the live one; no prediction if it does not decode."""
    kind = kind_of(document.api_version, document.kind)
    assert kind is not None, "only objects of kinds that svclint checks are live"
    findings = run_rules(rules["document"], document, document)
    unserved = not_served(document.api_version, document.kind, facts.version)
    if unserved is not None:
        findings += run_rules(rules["schema"], document, document, unserved)
        return Checked(findings, document.kind in REFERENCE_KINDS)
    steps = steps_of(kind)
    broken = schema_violations(document, facts)
    predictions: list[Prediction[Any]] = []

    def check(data: Data) -> Findings:
        prediction = predict(steps, data, live, apply_options, facts, document.object_name)
        found = _check_prediction(document, prediction, rules, facts)
        if prediction.second_apply is not None and not any(map(is_rejection, found)):
            prediction = prediction.second_apply
            found = _check_prediction(document, prediction, rules, facts)
        predictions.append(prediction)
        return found

    refusals = _check_schema(document, broken, apply_options, rules)
    checked = check_with_readings(document, broken, refusals, facts, check)
    prediction = predictions[0] if decodes(broken) else None
    # The references of these kinds are checked even if something else does not decode.
    can_check_across = checked.can_check_across or document.kind in REFERENCE_KINDS
    return checked._replace(
        findings=findings + checked.findings,
        can_check_across=can_check_across,
        prediction=prediction,
    )


def _check_schema(
    document: Document,
    broken: Iterable[Violation],
    apply_options: ApplyOptions,
    rules: RulesByScope,
) -> Findings:
    findings: Findings = []
    for violation in broken:
        is_null = document.value(violation.path) is None
        for rule, report in reports_of(rules["schema"], findings, document, document, violation):
            findings.append(
                finding_from_report(
                    rule, document, undecodable_report(report, apply_options, is_null=is_null)
                )
            )
    return findings


def _check_prediction(
    document: Document, prediction: Prediction[Any], rules: RulesByScope, facts: ClusterFacts
) -> Findings:
    findings: Findings = []
    for rule, report in reports_of(
        rules.of_kind("change", document.kind), findings, document, prediction
    ):
        findings.append(finding_from_report(rule, document, report))
    if prediction.merge.problem:
        return findings
    checked, steps = prediction.checked, steps_of(prediction.checked.kind)
    merged = reports_of(rules.of_kind("object", document.kind), findings, document, checked)
    merged += reports_of(
        rules.of_kind("cluster", document.kind), findings, document, checked, facts
    )
    for rule, report in merged:
        findings.append(
            finding_from_report(rule, document, report_on_manifest(report, prediction, steps))
        )
    return findings


def change_checker(
    live: Live, *, predicts: bool
) -> Callable[[Document, RulesByScope, ClusterFacts], Checked]:
    """Return a function that checks a document beside live objects.

    With ``predicts``, the results of new objects carry a prediction, too.
    """
    objects = live.by_name()

    def check(document: Document, rules: RulesByScope, facts: ClusterFacts) -> Checked:
        kind = kind_of(document.api_version, document.kind)
        stored = objects.get(name_in_cluster(document, facts.namespace))
        if kind is not None and stored is not None:
            before = as_returned(stored, kind)
            checked = check_change(document, before, live.apply_options, rules, facts)
            if checked.prediction is not None and not any(map(is_rejection, checked.findings)):
                # Its references are those of the object that results.
                document.data = steps_of(kind).completed(document.data, checked.prediction)
            return checked if predicts else checked._replace(prediction=None)
        checked = check_document(document, rules, facts)
        if not predicts or kind is None or not _can_be_created(document, facts):
            return checked
        options, name = live.apply_options, document.object_name
        prediction = predict(steps_of(kind), document.data, None, options, facts, name)
        return checked._replace(prediction=prediction)

    return check


def _can_be_created(document: Document, facts: ClusterFacts) -> bool:
    is_served = not_served(document.api_version, document.kind, facts.version) is None
    return is_served and decodes(schema_violations(document, facts))


def completed_by_live(check: CheckDocument, live: Live) -> CheckDocument:
    """Return ``check`` for documents that are completed by what an apply keeps, without rules."""
    objects, steps = live.by_name(), steps_of(SERVICE)

    def checked(document: Document) -> DocumentResult:
        result = check(document)
        facts = result.facts
        stored = objects.get(name_in_cluster(document, facts.namespace))
        is_service = kind_of(document.api_version, document.kind) is SERVICE
        if is_service and stored is not None and decodes(schema_violations(document, facts)):
            options, name = live.apply_options, document.object_name
            change = predict(steps, document.data, stored.data, options, facts, name)
            document.data = steps.completed(document.data, change)
        return result

    return checked
