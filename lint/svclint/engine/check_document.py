"""Check one document alone, as the API server checks it when it is created."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from svclint.engine.run_rules import Findings, RulesByScope, is_unsupported, run_rules
from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.objects import Kind
from svclint.kubernetes.objects.api_versions import not_served
from svclint.kubernetes.objects.creation import object_to_create
from svclint.kubernetes.schema import Violation, accepts, violations
from svclint.kubernetes.service import created, features_of
from svclint.kubernetes.service.irregularities import IRREGULARITIES
from svclint.kubernetes.service.irregularities import irregularities as irregularities_of
from svclint.kubernetes.service.kind import SERVICE
from svclint.kubernetes.workloads import pod_template_of
from svclint.model import Data, Finding
from svclint.model.cluster import ClusterFacts, Version, version_text
from svclint.source import Document
from svclint.source.kind_problems import kind_problem
from svclint.source.kinds import (
    API_VERSIONS,
    DEPLOYER_KINDS,
    REFERENCE_KINDS,
    WORKLOAD_KINDS,
)
from svclint.source.placeholders import is_format_field, placeholder_paths

if TYPE_CHECKING:
    from svclint.engine.readings import Readings

    # Predictions take milliseconds to import, and most runs have no live objects.
    from svclint.kubernetes.objects.prediction import Prediction


class Checked(NamedTuple):
    """The findings of one document, and whether cross-document rules may run on it.

    ``prediction`` is the outcome of the apply, if the run predicts it. ``readings`` are those of
    an object with values that mean nothing to the server.
    """

    findings: Findings
    can_check_across: bool
    prediction: Prediction[Any] | None = None
    readings: Readings | None = None


def check_document(document: Document, rules: RulesByScope, facts: ClusterFacts) -> Checked:
    """Check one document alone, as the API server checks it when it is created."""
    kind = kind_of(document.api_version, document.kind)
    findings: Findings = []
    if kind is None:
        unserved = not_served(document.api_version, document.kind, facts.version)
        is_known = kind_problem(document.api_version, document.kind) is None
        if unserved is not None:
            findings += run_rules(rules["schema"], document, document, unserved)
            findings += _found_after_upgrade(document, unserved.expected, rules, facts)
        is_incomplete = not document.api_version and document.kind in API_VERSIONS
        is_read = document.kind in REFERENCE_KINDS or facts.has_configured(document.kind)
        if is_known and not is_incomplete and is_read:
            # Of these kinds, only the references to and from Services are checked.
            if document.is_separator_missing:
                separation = rules.applicable("document", frozenset(("is_separator_missing",)))
                findings += run_rules(separation, document, document)
            if document.kind in WORKLOAD_KINDS:
                pods = pod_template_of(document)
                if pods is not None:
                    findings += run_rules(rules.of_kind("workload", document.kind), document, pods)
            return Checked(findings, can_check_across=True)
        if document.kind in DEPLOYER_KINDS:
            return Checked(findings, can_check_across=False)
    findings += run_rules(rules.applicable("document", document.irregularities), document, document)
    if kind is None:
        return Checked(findings, can_check_across=False)
    unserved = not_served(document.api_version, document.kind, facts.version)
    if kind is not SERVICE and unserved is not None:
        findings += run_rules(rules["schema"], document, document, unserved)
        return Checked(findings, document.kind in REFERENCE_KINDS)
    checked = _check_as(kind, document, rules, facts)
    # The references of these kinds are checked even if something else does not decode.
    can_check_across = checked.can_check_across or document.kind in REFERENCE_KINDS
    return checked._replace(findings=findings + checked.findings, can_check_across=can_check_across)


def _found_after_upgrade(
    document: Document, api_version: str, rules: RulesByScope, facts: ClusterFacts
) -> Findings:
    """Return what is also wrong with an object once it is rewritten for the version that is served.

    The server does not answer that yet, and the fields to fix may be others then.
    """
    from svclint.engine.upgrades import upgraded  # noqa: PLC0415 - fixes

    kind = kind_of(api_version, document.kind)
    rewritten = None if kind is None else upgraded(document, kind)
    if kind is None or rewritten is None:
        return []
    return [
        each._replace(server=None, fix=None, object=document.object_name)
        if isinstance(each, Finding)
        else each
        for each in _check_as(kind, rewritten, rules, facts).findings
    ]


def _check_as(kind: Kind, document: Document, rules: RulesByScope, facts: ClusterFacts) -> Checked:
    """Check an object of a kind in the version that the server serves."""
    # Most documents have neither nulls nor violations, and need no list of violations.
    is_plain = _accepts_without_nulls(facts.version, kind)(document.data)
    broken = [] if is_plain else schema_violations(document, facts)
    check = partial(
        _check_service if kind is SERVICE else _check_object,
        _Checking(document, kind, rules, facts, broken, is_plain),
    )
    refusals = [
        finding
        for violation in broken
        for finding in run_rules(rules["schema"], document, document, violation)
    ]
    return check_with_readings(document, broken, refusals, facts, check)


def check_with_readings(
    document: Document,
    broken: Sequence[Violation],
    findings: Findings,
    facts: ClusterFacts,
    check: Callable[[Data], Findings],
) -> Checked:
    """Check an object by ``check``; if some of its values mean nothing, by all its readings.

    ``findings`` are those about what is ``broken``: what the strict decoder refuses.
    """
    is_decodable = decodes(broken)
    found = check(document.data) if is_decodable else []
    text = document.chunk.text
    placeholders = placeholder_paths(document.data, text, document.file)
    if not broken and not placeholders and not any(map(is_unsupported, found)):
        return Checked(findings + found, can_check_across=True)
    from svclint.engine import readings  # noqa: PLC0415 - fixes; most objects are all right

    def decodes_too(data: Data) -> bool:
        return decodes(schema_violations(Document(document.chunk, data, document.prefix), facts))

    formatted = (each.path for each in broken if is_format_field(document.value(each.path), text))
    placeholders += formatted
    findings = readings.not_within(placeholders, findings)
    refusals = readings.not_within(placeholders, [*findings, *filter(is_unsupported, found)])
    possible = readings.possible_readings(
        document.data, broken, refusals, decodes_too, placeholders
    )
    if possible is None:
        return Checked(findings + readings.not_within(placeholders, found), is_decodable)
    certain, number = readings.certain_findings(possible, check)
    found = readings.with_checks_not_run(refusals, number) + certain
    return Checked(found, can_check_across=True, readings=possible)


class _Checking(NamedTuple):
    """What the check of an object needs besides its data.

    ``is_plain``: the document has neither nulls nor unknown fields.
    """

    document: Document
    kind: Kind
    rules: RulesByScope
    facts: ClusterFacts
    broken: Sequence[Violation]
    is_plain: bool

    def needs_decoding(self, data: Data) -> bool:
        """Return whether data may have nulls or unknown fields; readings may."""
        return not self.is_plain or data is not self.document.data


def _check_object(checking: _Checking, data: Data) -> Findings:
    """Run the rules on an object of any kind but Service."""
    document, kind, rules, facts, *_ = checking
    checked = object_to_create(
        *(kind, data, document.object_name, facts.version),
        needs_decoding=checking.needs_decoding(data),
    )
    findings = run_rules(rules.of_kind("object", kind.name), document, checked)
    in_cluster = rules.of_kind("cluster", kind.name)
    return findings + run_rules(in_cluster, document, checked, facts)


def _check_service(checking: _Checking, data: Data) -> Findings:
    """Run the rules on a Service."""
    document, _, rules, facts, broken, _ = checking
    # The list of violations is limited: if there is one, every irregularity is possible.
    irregularities = IRREGULARITIES if broken else irregularities_of(data)
    features = features_of(data)
    features = features.union(irregularities) if irregularities else features
    alone = rules.applicable("object", features)
    in_cluster = rules.applicable("cluster", features)
    if not alone and not in_cluster:
        return []
    has_nulls = checking.needs_decoding(data)
    service = created(data, document.object_name, facts.version, has_nulls=has_nulls)
    findings = run_rules(alone, document, service)
    return findings + run_rules(in_cluster, document, service, facts)


def decodes(broken: Iterable[Violation]) -> bool:
    """Return whether the server gets past decoding: it does with unknown fields alone."""
    return all(violation.kind == "unknown" for violation in broken)


def schema_violations(document: Document, facts: ClusterFacts) -> list[Violation]:
    """Return what the strict decoder of the server refuses of an object."""
    version = version_text(facts.version)
    api_version, kind = document.api_version, document.kind
    if accepts(version, api_version, kind)(document.data):
        return []
    return violations(version, api_version, kind, document.data)


@cache
def _accepts_without_nulls(version: Version, kind: Kind) -> Callable[[Data], bool]:
    return accepts(version_text(version), kind.api_version, kind.name, nulls=False)
