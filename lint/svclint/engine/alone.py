"""Check each document alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from svclint.engine.packing import DocumentResult
from svclint.engine.rules import (
    RulesByScope,
    check_document,
    rules_by_options,
)
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.workloads import drop_unread_fields
from svclint.model import Data
from svclint.model.cluster import ClusterFacts
from svclint.rule import Rule
from svclint.settings.suppression.reading import reader
from svclint.source import Document

if TYPE_CHECKING:
    # Predictions take milliseconds to import, and most runs have no live objects.
    from svclint.kubernetes.service.update import Prediction

FactsFor = Callable[[str], ClusterFacts]
CheckDocument = Callable[[Document], DocumentResult]


class Live(NamedTuple):
    """The objects of the cluster, and how manifests will be applied to it."""

    objects: Sequence[Document]
    apply_options: ApplyOptions

    def services(self) -> dict[tuple[str, str], Data]:
        """Return the live Services by namespace and name."""
        return {
            (name.namespace, name.name): document.data
            for document in self.objects
            if (name := document.object_name)[:2] == ("v1", "Service")
        }


def document_checker(
    rules: Sequence[Rule], facts_for: FactsFor, live: Live | None, *, predicts: bool = False
) -> CheckDocument:
    """Return a function that checks one document alone.

    Services that live already are checked as a change. With ``predicts``, each result carries the
    prediction of the apply, of a create as well.
    """
    rules_for, suppressions_of = rules_by_options(rules), reader()
    services = live.services() if live else {}
    if live is not None:
        from svclint.engine.changes import check_change, predict_create  # noqa: PLC0415 - merging
    file: str | None = None
    facts: ClusterFacts
    by_scope: RulesByScope

    def check(document: Document) -> DocumentResult:
        nonlocal file, facts, by_scope
        # Documents come file by file.
        if document.file != file:
            facts = facts_for(document.file)
            file, by_scope = document.file, rules_for(facts)
        before = _live_service(document, services, facts) if services else None
        prediction: Prediction | None = None
        if live is not None and before is not None:
            prediction, findings = check_change(
                document, before, live.apply_options, by_scope, facts
            )
            is_sound = prediction is not None
        else:
            findings, is_sound = check_document(document, by_scope, facts)
            if predicts and live is not None and is_sound and document.kind == "Service":
                prediction = predict_create(document, live.apply_options, facts)
            drop_unread_fields(document)
        result = DocumentResult(findings, document, facts, is_sound, suppressions_of(document))
        return result._replace(prediction=prediction) if predicts else result

    return check


def unchecked(facts_for: FactsFor) -> CheckDocument:
    """Return a function that takes each object as it is: no rule runs on it alone."""

    def take(document: Document) -> DocumentResult:
        is_object = isinstance(document.data, dict)
        return DocumentResult([], document, facts_for(document.file), is_sound=is_object)

    return take


def _live_service(
    document: Document, services: Mapping[tuple[str, str], Data], facts: ClusterFacts
) -> Data | None:
    name = document.object_name
    # Objects of other kinds may have the name of a live Service.
    is_service = name[:2] == ("v1", "Service")
    return services.get((name.namespace or facts.namespace, name.name)) if is_service else None
