"""Check what an apply makes of a live object; imported only if there are live objects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from svclint.engine.check_document import (
    Checked,
    check_with_readings,
    decodes,
    schema_violations,
)
from svclint.engine.run_rules import (
    Findings,
    RulesByScope,
    finding_from_report,
    is_rejection,
    reports_of,
    run_rules,
)
from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.objects.api_versions import not_served
from svclint.kubernetes.objects.manifest_reports import report_on_manifest, undecodable_report
from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.objects.update import predict
from svclint.kubernetes.schema import Violation
from svclint.kubernetes.updates import steps_of
from svclint.model import Data
from svclint.model.cluster import ClusterFacts
from svclint.source import Document
from svclint.source.kinds import REFERENCE_KINDS


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
        if prediction.next_apply is not None and not any(map(is_rejection, found)):
            prediction = prediction.next_apply
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
