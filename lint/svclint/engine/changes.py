"""Check what an apply makes of a live Service; imported only if there are live objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from svclint.engine.check_document import (
    Checked,
    check_document,
    check_with_readings,
    decodes,
    schema_violations,
)
from svclint.engine.live import Live
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
from svclint.kubernetes.live.snapshot import SnapshotError
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.schema import Violation, accepts, newest, violations
from svclint.kubernetes.service.kept_fields import with_kept_fields
from svclint.kubernetes.service.manifest_reports import report_on_manifest, undecodable_report
from svclint.kubernetes.service.update import Prediction, predict
from svclint.model import Data, ObjectName, spell
from svclint.model.cluster import ClusterFacts
from svclint.source import Document

CheckDocument = Callable[[Document], DocumentResult]


def check_change(
    document: Document,
    live: Data,
    apply_options: ApplyOptions,
    rules: RulesByScope,
    facts: ClusterFacts,
) -> Checked:
    """Check a Service as a change of the live one; no prediction if it does not decode."""
    findings = run_rules(rules["document"], document, document)
    broken = schema_violations(document, facts)
    predictions: list[Prediction] = []

    def check(data: Data) -> Findings:
        prediction = predict(data, live, apply_options, facts, document.object_name)
        found = _check_prediction(document, prediction, rules, facts)
        if prediction.second_apply is not None and not any(map(is_rejection, found)):
            prediction = prediction.second_apply
            found = _check_prediction(document, prediction, rules, facts)
        predictions.append(prediction)
        return found

    refusals = _check_schema(document, broken, apply_options, rules)
    checked = check_with_readings(document, broken, refusals, facts, check)
    prediction = predictions[0] if decodes(broken) else None
    return checked._replace(findings=findings + checked.findings, prediction=prediction)


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
    document: Document, prediction: Prediction, rules: RulesByScope, facts: ClusterFacts
) -> Findings:
    findings: Findings = []
    for rule, report in reports_of(rules["change"], findings, document, prediction):
        findings.append(finding_from_report(rule, document, report))
    if prediction.merge.problem:
        return findings
    service = prediction.service
    merged = [
        *reports_of(rules.of_kind("object", "Service"), findings, document, service),
        *reports_of(rules.of_kind("cluster", "Service"), findings, document, service, facts),
    ]
    for rule, report in merged:
        findings.append(finding_from_report(rule, document, report_on_manifest(report, prediction)))
    return findings


def change_checker(
    live: Live, *, predicts: bool
) -> Callable[[Document, RulesByScope, ClusterFacts], Checked]:
    """Return a function that checks a document beside live objects.

    With ``predicts``, the results of new Services carry a prediction, too.
    """
    services, others = live.services(), live.others()
    for name, data in services.items():
        _require_decoding("/".join(name), data)

    def check(document: Document, rules: RulesByScope, facts: ClusterFacts) -> Checked:
        before = _live_service(document, services, facts)
        if before is not None:
            checked = check_change(document, before, live.apply_options, rules, facts)
            if checked.prediction is not None and not any(map(is_rejection, checked.findings)):
                # Its references are those of the Service that results.
                document.data = with_kept_fields(document.data, checked.prediction)
            return checked if predicts else checked._replace(prediction=None)
        checked = check_document(document, rules, facts, _other_live(document, others, facts))
        # What does not decode, and is checked by its readings, is not predicted.
        is_decodable = checked.can_check_across and checked.readings is None
        if not predicts or not is_decodable or document.kind != "Service":
            return checked
        options, name = live.apply_options, document.object_name
        return checked._replace(prediction=predict(document.data, None, options, facts, name))

    return check


def _require_decoding(name: str, data: Data) -> None:
    """Raise ``SnapshotError`` for a live Service that no API server returns."""
    if accepts(newest(), "v1", "Service")(data):
        return
    for violation in violations(newest(), "v1", "Service", data):
        if not decodes([violation]):
            place = spell(violation.path) or "the object"
            raise SnapshotError(f"live Service {name}: {place} has a wrong type; save it again")


def completed_by_live(check: CheckDocument, live: Live) -> CheckDocument:
    """Return ``check`` for documents that are completed by what an apply keeps, without rules."""
    services = live.services()

    def checked(document: Document) -> DocumentResult:
        result = check(document)
        before = _live_service(document, services, result.facts)
        if before is not None and decodes(schema_violations(document, result.facts)):
            options, name = live.apply_options, document.object_name
            change = predict(document.data, before, options, result.facts, name)
            document.data = with_kept_fields(document.data, change)
        return result

    return checked


def _other_live(
    document: Document, others: Mapping[ObjectName, Data], facts: ClusterFacts
) -> Data | None:
    kind, name = kind_of(document.api_version, document.kind), document.object_name
    if kind is None or not others:
        return None
    namespace = (name.namespace or facts.namespace) if kind.is_namespaced else ""
    return others.get(name._replace(namespace=namespace))


def _live_service(
    document: Document, services: Mapping[tuple[str, str], Data], facts: ClusterFacts
) -> Data | None:
    name = document.object_name
    # Objects of other kinds may have the name of a live Service.
    is_service = name[:2] == ("v1", "Service")
    return services.get((name.namespace or facts.namespace, name.name)) if is_service else None
