"""The engine on documents at hand: what a run finds in them, without files, workers or a cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from svclint.engine.across import PoliciesOf, check_across
from svclint.engine.alone import FactsFor, document_checker
from svclint.engine.applying import check_apply
from svclint.engine.collecting import collect
from svclint.engine.live import Live
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import Findings, RuleCrash, rules_by_options, sorted_by_place
from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.merge.object_policies import object_policy
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Data, Finding
from svclint.model.cluster import ClusterFacts
from svclint.rule import Rule
from svclint.source import Document


def no_policies(_inventory: object) -> None:
    """Return no policies for any cluster."""


def completed(
    results: Iterable[DocumentResult],
    rules: Sequence[Rule],
    live: Live | None = None,
    policies_of: PoliciesOf = no_policies,
) -> Iterator[Finding | RuleCrash]:
    """Yield the findings of documents that were checked alone, completed across documents."""
    for findings in check_across(collect(results, live), rules, policies_of):
        yield from sorted_by_place(findings)


def run(
    documents: Iterable[Document],
    rules: Sequence[Rule],
    facts_for: FactsFor,
    live: Live | None = None,
    policies_of: PoliciesOf = no_policies,
) -> Iterator[Finding | RuleCrash]:
    """Yield what rules find in documents, in their order."""
    check = document_checker(rules, facts_for, live)
    return completed(map(check, documents), rules, live, policies_of)


def checked_apply(
    document: Document,
    live: Data | None,
    apply_options: ApplyOptions,
    rules: Sequence[Rule],
    facts: ClusterFacts,
) -> tuple[Prediction[Any] | None, Findings]:
    """Return the prediction of an apply, and what rules find in it; references are not checked."""
    if live is not None and kind_of(document.api_version, document.kind) is not None:
        by_scope = rules_by_options(rules)(facts)
        policy = object_policy(apply_options, document.data, live)
        checked = check_apply(document, live, policy, by_scope, facts)
        return checked.prediction, sorted_by_place(checked.findings)
    nothing_live = Live([], apply_options)
    result = document_checker(rules, lambda _file: facts, nothing_live, predicts=True)(document)
    return result.prediction, sorted_by_place(result.findings)
