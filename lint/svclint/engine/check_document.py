"""Check one document alone, as the API server checks it when it is created."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from svclint.engine.run_rules import Findings, RulesByScope, run_rules
from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.objects import Kind
from svclint.kubernetes.objects.api_versions import not_served
from svclint.kubernetes.objects.creation import object_to_check
from svclint.kubernetes.schema import Violation, accepts, violations
from svclint.kubernetes.service import created, features_of
from svclint.kubernetes.service.irregularities import IRREGULARITIES
from svclint.kubernetes.service.irregularities import irregularities as irregularities_of
from svclint.kubernetes.service.kind import SERVICE
from svclint.model import Data
from svclint.model.cluster import ClusterFacts, Version, version_text
from svclint.source import Document
from svclint.source.kinds import API_VERSIONS, REFERENCE_KINDS, WORKLOAD_KINDS, kind_problem

if TYPE_CHECKING:
    # Predictions take milliseconds to import, and most runs have no live objects.
    from svclint.kubernetes.service.update import Prediction

# From here on, kubectl reads what begins with a brace and is not JSON as YAML.
YAML_AFTER_BRACE_FROM: Version = (1, 33)


class Checked(NamedTuple):
    """The findings of one document, and whether cross-document rules may run on it.

    ``prediction`` is the outcome of the apply, if the run predicts it.
    """

    findings: Findings
    can_check_across: bool
    prediction: Prediction | None = None


def check_document(
    document: Document, rules: RulesByScope, facts: ClusterFacts, live: Data | None = None
) -> Checked:
    """Check one document alone.

    ``live`` is the live object of a kind whose updates are not predicted: the manifest is then
    validated as it is, without what the server checks on create only.
    """
    if document.json_problem is not None and facts.version < YAML_AFTER_BRACE_FROM:
        document = Document(document.chunk, problem=document.json_problem)
    kind = kind_of(document.api_version, document.kind)
    findings: Findings = []
    if kind is None:
        unserved = not_served(document.api_version, document.kind, facts.version)
        is_known = kind_problem(document.api_version, document.kind) is None
        if unserved is not None:
            findings += run_rules(rules["schema"], document, document, unserved)
        is_incomplete = not document.api_version and document.kind in API_VERSIONS
        if is_known and not is_incomplete and document.kind in REFERENCE_KINDS:
            # Of these kinds, only the references to and from Services are checked.
            if document.is_separator_missing:
                separation = rules.applicable("document", frozenset(("is_separator_missing",)))
                findings += run_rules(separation, document, document)
            can_check_across = document.kind not in WORKLOAD_KINDS or document.kind == "StatefulSet"
            return Checked(findings, can_check_across)
    findings += run_rules(rules.applicable("document", document.irregularities), document, document)
    if kind is None:
        return Checked(findings, can_check_across=False)
    if kind is SERVICE:
        found, can_check_across = _check_service(document, rules, facts)
    else:
        found, can_check_across = _check_object(document, kind, rules, facts, live)
        # The references of these kinds are checked even if something else does not decode.
        can_check_across = can_check_across or document.kind in REFERENCE_KINDS
    return Checked(findings + found, can_check_across)


def _check_object(
    document: Document, kind: Kind, rules: RulesByScope, facts: ClusterFacts, live: Data | None
) -> tuple[Findings, bool]:
    """Check an object of any kind but Service; also return whether it decodes."""
    findings: Findings = []
    unserved = not_served(document.api_version, document.kind, facts.version)
    if unserved is not None:
        return run_rules(rules["schema"], document, document, unserved), False
    needs_decoding = not _accepts_without_nulls(facts.version, kind)(document.data)
    broken = schema_violations(document, facts) if needs_decoding else []
    for violation in broken:
        findings += run_rules(rules["schema"], document, document, violation)
    if not decodes(broken):
        return findings, False
    checked = object_to_check(
        *(kind, document.data, document.object_name, facts.version, live),
        needs_decoding=needs_decoding,
    )
    return findings + run_rules(rules.of_kind(kind.name), document, checked), True


def _check_service(
    document: Document, rules: RulesByScope, facts: ClusterFacts
) -> tuple[Findings, bool]:
    """Check a Service; also return whether it decodes."""
    findings: Findings = []
    # Most documents have neither nulls nor violations, and need no list of violations.
    may_have_nulls = not _accepts_without_nulls(facts.version, SERVICE)(document.data)
    broken = schema_violations(document, facts) if may_have_nulls else []
    for violation in broken:
        findings += run_rules(rules["schema"], document, document, violation)
    if not decodes(broken):
        return findings, False
    # The list of violations is limited: if there is one, every irregularity is possible.
    irregularities = IRREGULARITIES if broken else irregularities_of(document.data)
    features = features_of(document.data)
    features = features.union(irregularities) if irregularities else features
    alone = rules.applicable("object", features)
    in_cluster = rules.applicable("cluster", features)
    if alone or in_cluster:
        service = created(
            document.data, document.object_name, facts.version, has_nulls=may_have_nulls
        )
        findings += run_rules(alone, document, service)
        findings += run_rules(in_cluster, document, service, facts)
    return findings, True


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
