"""Check what an apply makes of a live Service; imported only if there are live objects."""

from __future__ import annotations

from svclint.engine.rules import (
    Findings,
    RulesByScope,
    decodes,
    is_rejection,
    place,
    reports_of,
    run_rules,
    schema_violations,
)
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.service.manifest_reports import report_on_manifest, undecodable_report
from svclint.kubernetes.service.update import Prediction, predict
from svclint.model import Data
from svclint.model.cluster import ClusterFacts
from svclint.source import Document


def check_change(
    document: Document,
    live: Data,
    apply_options: ApplyOptions,
    rules: RulesByScope,
    facts: ClusterFacts,
) -> tuple[Prediction | None, Findings]:
    """Check a Service as a change of the live one; no prediction if it does not decode."""

    findings = run_rules(rules["document"], document, document)
    broken = schema_violations(document, facts)
    for violation in broken:
        is_null = document.value(violation.path) is None
        for rule, report in reports_of(rules["schema"], findings, document, document, violation):
            findings.append(
                place(rule, document, undecodable_report(report, apply_options, is_null=is_null))
            )
    if not decodes(broken):
        return None, findings
    prediction = predict(document.data, live, apply_options, facts, document.object_name)
    found = _check_prediction(document, prediction, rules, facts)
    if prediction.second_apply is not None and not any(is_rejection(item) for item in found):
        prediction = prediction.second_apply
        found = _check_prediction(document, prediction, rules, facts)
    return prediction, [*findings, *found]


def _check_prediction(
    document: Document, prediction: Prediction, rules: RulesByScope, facts: ClusterFacts
) -> Findings:

    findings: Findings = []
    for rule, report in reports_of(rules["change"], findings, document, prediction):
        findings.append(place(rule, document, report))
    if prediction.merge.problem:
        return findings
    service = prediction.service
    merged = [
        *reports_of(rules["service"], findings, document, service),
        *reports_of(rules["cluster"], findings, document, service, facts),
    ]
    for rule, report in merged:
        findings.append(place(rule, document, report_on_manifest(report, prediction)))
    return findings


def predict_create(
    document: Document, apply_options: ApplyOptions, facts: ClusterFacts
) -> Prediction:
    """Predict the outcome of creating a Service."""
    return predict(document.data, None, apply_options, facts, document.object_name)
