"""Check each document alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from svclint.engine.added_services import with_optional_ports_by_mark
from svclint.engine.check_document import Checked, check_document
from svclint.engine.live import Live
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import (
    Findings,
    RulesByScope,
    crash,
    is_rejection,
    rules_by_options,
)
from svclint.kubernetes.version_changes import KUBECTL_YAML_AFTER_BRACE
from svclint.kubernetes.workloads import drop_unread_fields
from svclint.model import Data, Finding, SvclintError
from svclint.model.cluster import ClusterFacts, Version
from svclint.rule import Rule
from svclint.settings.suppression.reading import suppression_reader
from svclint.source import Document

FactsFor = Callable[[str], ClusterFacts]
CheckDocument = Callable[[Document], DocumentResult]
CheckAlone = Callable[[Document, RulesByScope, ClusterFacts], Checked]


def document_checker(
    rules: Sequence[Rule], facts_for: FactsFor, live: Live | None, *, predicts: bool = False
) -> CheckDocument:
    """Return a function that checks one document alone.

    An object that exists in the cluster is checked as a change. With ``predicts``, each result has
    the prediction of the apply, also for an object that would be created.
    """
    rules_for, suppressions_of = rules_by_options(rules), suppression_reader()
    check_alone: CheckAlone = check_document
    if live is not None:
        from svclint.engine.applying import apply_checker  # noqa: PLC0415 - merging

        check_alone = apply_checker(live, predicts=predicts)
    file: str | None = None
    facts: ClusterFacts
    by_scope: RulesByScope

    def check(document: Document) -> DocumentResult:
        nonlocal file, facts, by_scope
        # Documents come file by file.
        if document.file != file:
            facts = facts_for(document.file)
            file, by_scope = document.file, rules_for(facts)
        document = as_kubectl_reads(document, facts.version)
        try:
            checked = check_alone(document, by_scope, facts)
            findings = verified(document, checked.findings, by_scope, facts)
            if live is None and any(map(is_rejection, findings)):
                findings = with_optional_ports_by_mark(document, findings)
            suppressions = suppressions_of(document)
            readings: tuple[Data, ...] = ()
            if checked.readings is not None:
                from svclint.engine.unknown_values import unknown_fields  # noqa: PLC0415 - fixes

                # To other documents, the object is what is certain of it.
                document.data, readings = checked.readings.known, checked.readings.readings
                document.unknown_fields = unknown_fields(document.data, readings)
            drop_unread_fields(document)
        except SvclintError:
            raise
        except Exception:
            crashed = crash("the check", document)
            return DocumentResult([crashed], document, facts, can_check_across=False)
        return DocumentResult(
            *(findings, document, facts, checked.can_check_across),
            *(suppressions, checked.prediction, readings),
        )

    def verified(
        document: Document, findings: Findings, by_scope: RulesByScope, facts: ClusterFacts
    ) -> Findings:
        if not any(isinstance(each, Finding) and each.fix for each in findings):
            return findings
        from svclint.engine.verified_fixes import with_verified_fixes  # noqa: PLC0415 - fixes

        return with_verified_fixes(
            document, findings, lambda fixed: check_alone(fixed, by_scope, facts).findings
        )

    return check


def as_kubectl_reads(document: Document, version: Version) -> Document:
    """Return a document as the kubectl of a version reads it; one with a problem if it cannot."""
    if document.json_problem is None or KUBECTL_YAML_AFTER_BRACE.is_in(version):
        return document
    return Document(document.chunk, problem=document.json_problem)


def unchecked(facts_for: FactsFor) -> CheckDocument:
    """Return a function that takes each object as it is: no rule runs on it alone."""

    def take(document: Document) -> DocumentResult:
        is_object = isinstance(document.data, dict)
        return DocumentResult([], document, facts_for(document.file), can_check_across=is_object)

    return take
