"""Check documents beside live objects, as the tool of the run applies each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from svclint.engine.changes import check_change
from svclint.engine.check_document import Checked, check_document, decodes, schema_violations
from svclint.engine.live import Live
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import Findings, RulesByScope, is_rejection, run_rules
from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.live import as_returned
from svclint.kubernetes.merge.object_policies import ObjectPolicy, PolicyEffect
from svclint.kubernetes.objects.api_versions import not_served
from svclint.kubernetes.objects.update import predict, recreated, skipped
from svclint.kubernetes.service.kind import SERVICE
from svclint.kubernetes.updates import steps_of
from svclint.model import Data, Finding
from svclint.model.cluster import ClusterFacts
from svclint.source import Document

CheckDocument = Callable[[Document], DocumentResult]
# What the server answers if it refuses the object that results, not the request itself.
_INVALID = ("Conflict", "FieldManagerConflict")


def apply_checker(
    live: Live, *, predicts: bool
) -> Callable[[Document, RulesByScope, ClusterFacts], Checked]:
    """Return a function that checks a document beside live objects.

    With ``predicts``, the results have a prediction, also those of new objects.
    """
    objects = live.by_name()

    def check(document: Document, rules: RulesByScope, facts: ClusterFacts) -> Checked:
        kind = kind_of(document.api_version, document.kind)
        if kind is None:
            return check_document(document, rules, facts)
        stored = objects.get(live.name_of(document, facts.namespace))
        before = None if stored is None else as_returned(stored, kind)
        policy = live.policy_of(document, before)
        checked = check_apply(document, before, policy, rules, facts)
        if checked.prediction is not None and checked.prediction.is_skipped:
            if not predicts:
                # The manifest is checked in any case: somebody may remove the mark.
                alone = check_document(document, rules, facts)
                checked = alone._replace(findings=[*checked.findings, *alone.findings])
            if before is not None:
                # Others refer to the object that is live.
                document.data = _as_live(document, before)
        return checked if predicts else checked._replace(prediction=None)

    return check


def _as_live(document: Document, live: Data) -> Data:
    return live | {"metadata": document.data.get("metadata")}


def check_apply(
    document: Document,
    live: Data | None,
    policy: ObjectPolicy,
    rules: RulesByScope,
    facts: ClusterFacts,
) -> Checked:
    """Check what a tool makes of an object; ``live`` is the live one, ``None`` if there is none.

    The data of the document is completed by what an update keeps, for what refers to the object.
    """
    if policy.skipped_by is not None:
        return _check_skipped(document, live, policy, rules, facts)
    if policy.contradicted_by is not None:
        effect = run_rules(rules["applying"], document, PolicyEffect(policy, live is not None))
        return check_document(document, rules, facts)._replace(findings=effect)
    if live is None:
        return _check_creation(document, policy, rules, facts)
    checked = check_change(document, live, policy.options, rules, facts)
    rejections = [each for each in checked.findings if is_rejection(each)]
    is_tried_again = policy.recreated_by is not None and any(map(_is_invalid, rejections))
    if policy.is_always_recreated or is_tried_again:
        reason = "" if policy.is_always_recreated else _message(rejections)
        return _check_recreation(document, live, policy, reason, rules, facts)
    if checked.prediction is not None and not rejections:
        steps = steps_of(checked.prediction.checked.kind)
        document.data = steps.completed(document.data, checked.prediction)
    return checked


def _check_skipped(
    document: Document,
    live: Data | None,
    policy: ObjectPolicy,
    rules: RulesByScope,
    facts: ClusterFacts,
) -> Checked:
    findings = run_rules(rules["applying"], document, PolicyEffect(policy, live is not None))
    prediction = skipped(_steps(document), live, policy.options, facts, document.object_name)
    return Checked(findings, can_check_across=True, prediction=prediction)


def _check_creation(
    document: Document, policy: ObjectPolicy, rules: RulesByScope, facts: ClusterFacts
) -> Checked:
    checked = check_document(document, rules, facts)
    is_served = not_served(document.api_version, document.kind, facts.version) is None
    if not is_served or not decodes(schema_violations(document, facts)):
        return checked
    name = document.object_name
    prediction = predict(_steps(document), document.data, None, policy.options, facts, name)
    findings = checked.findings
    if prediction.merge.problem:
        findings = findings + run_rules(
            rules.of_kind("change", document.kind), document, prediction
        )
    return checked._replace(findings=findings, prediction=prediction)


def _check_recreation(  # noqa: PLR0913, PLR0917 - those of an update, and why it is not one
    document: Document,
    live: Data,
    policy: ObjectPolicy,
    rejection: str,
    rules: RulesByScope,
    facts: ClusterFacts,
) -> Checked:
    created = _check_creation(document, policy, rules, facts)
    is_lost = any(map(is_rejection, created.findings))
    effect = PolicyEffect(policy, exists=True, rejection=rejection, is_lost=is_lost)
    findings: Findings = run_rules(rules["applying"], document, effect)
    prediction = created.prediction
    if prediction is not None:
        prediction = recreated(prediction, live, facts)
    return created._replace(findings=findings + created.findings, prediction=prediction)


def _is_invalid(finding: Any) -> bool:
    """Return whether the server refuses what results (409 or 422), not the request (400, 500)."""
    reason = finding.server.reason
    return reason.startswith("FieldValue") or reason in _INVALID


def _message(rejections: Findings) -> str:
    return next(each.message for each in rejections if isinstance(each, Finding))


def _steps(document: Document) -> Any:
    kind = kind_of(document.api_version, document.kind)
    assert kind is not None, "only objects of kinds that svclint checks are applied"
    return steps_of(kind)


def completed_by_live(check: CheckDocument, live: Live) -> CheckDocument:
    """Return ``check`` for documents that are completed by what an apply keeps, without rules."""
    objects, steps = live.by_name(), steps_of(SERVICE)

    def checked(document: Document) -> DocumentResult:
        result = check(document)
        facts = result.facts
        stored = objects.get(live.name_of(document, facts.namespace))
        is_service = kind_of(document.api_version, document.kind) is SERVICE
        if not is_service or stored is None or not decodes(schema_violations(document, facts)):
            return result
        before = as_returned(stored, SERVICE)
        policy = live.policy_of(document, before)
        if policy.skipped_by is not None:
            document.data = _as_live(document, before)
            return result
        change = predict(steps, document.data, before, policy.options, facts, document.object_name)
        document.data = steps.completed(document.data, change.next_apply or change)
        return result

    return checked
