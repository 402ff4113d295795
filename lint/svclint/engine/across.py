"""Collect all documents of a run, then check across them.

The ``execution`` that the caller passes in may use other processes, and pack documents.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from svclint.engine import time_limit
from svclint.engine.added_services import with_optional_ports_by_deployer
from svclint.engine.check_document import decodes, schema_violations
from svclint.engine.execution import SIMPLE, Execution, Packer
from svclint.engine.live import Live
from svclint.engine.results import DocumentResult, Results
from svclint.engine.run_rules import (
    Findings,
    RuleCrash,
    RulesByScope,
    crash,
    is_rejection,
    rules_by_options,
    run_rules,
    without_effects,
)
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.live import service_cidrs_of
from svclint.kubernetes.objects.creation import object_to_create
from svclint.kubernetes.reference_limit import ReferenceLimit
from svclint.kubernetes.service import created, features_of
from svclint.kubernetes.service.kind import SERVICE
from svclint.kubernetes.workloads import drop_pod_template
from svclint.model import Finding, SvclintError
from svclint.model.cluster import ClusterFacts, Options
from svclint.model.networks import Networks
from svclint.rule import Rule
from svclint.source import Document
from svclint.source.document import Chunk
from svclint.source.kinds import CONFIGURED
from svclint.source.placeholders import quotes_placeholder

# Documents live to the end of a run, and contain no cycles. Moving them out of the garbage
# collector's sight every so often takes a cold run of 10,000 files from 3.1 to 1.75 s of CPU.
_FREEZE_EVERY = 500


class Collected(NamedTuple):
    """All documents of a run: one inventory for each cluster, and the results to complete."""

    inventories: dict[str, Inventory]
    results: Results


CheckPolicies = Callable[[DocumentResult], Findings]
# Given the objects of one cluster, return what checks a Service against its policies, if any.
PoliciesOf = Callable[[Inventory], CheckPolicies | None]


def collect(
    results: Iterable[DocumentResult], live: Live | None, execution: Execution = SIMPLE
) -> Collected:
    """Take all documents into inventories, completed by live objects that no file contains.

    Every document is collected before the first one is checked across: any other may matter to it.
    """
    inventories: dict[str, Inventory] = {}
    collected, packer = Results(), execution.packer()
    chunk: Chunk | None = None
    for number, result in enumerate(results):
        if number % _FREEZE_EVERY == 0:
            gc.freeze()
        document, facts = result.document, result.facts
        if chunk is not document.chunk:
            # The objects of a List share a chunk, and each may still have findings to place.
            if chunk is not None:
                chunk.forget()
            chunk = document.chunk
        inventory = inventories.get(facts.cluster)
        if inventory is None:
            templates = dict(facts.pod_templates)
            inventory = Inventory(facts.namespace, templates, facts.version, facts.backends)
            inventories[facts.cluster] = inventory
        try:
            _add(document, facts, inventory, packer)
        except Exception:
            crashed = crash("the inventory", document)
            findings = [*result.findings, crashed]
            result = result._replace(findings=findings, can_check_across=False)  # noqa: PLW2901
        if result.can_check_across or result.findings:
            collected.add(result)
        if result.can_check_across:
            inventory.checked.append(document)
    if chunk is not None:
        chunk.forget()
    packer.close()
    for inventory in inventories.values():
        inventory.add_live(live.objects if live else ())
    return Collected(inventories, collected)


def _add(document: Document, facts: ClusterFacts, inventory: Inventory, packer: Packer) -> None:
    """Add a document to an inventory, and drop what is not read again."""
    if not isinstance(document.data, dict):
        inventory.add(document)
        return
    if facts.is_closed:
        inventory.close(document.file)
    if facts.is_strict:
        inventory.expect_all(document.file)
    inventory.add(document, facts.namespace, read_now=not packer.is_packing)
    if not packer.is_packing:
        drop_pod_template(document)
    packer.add(document)


def check_across(
    collected: Collected,
    rules: Sequence[Rule],
    policies_of: PoliciesOf,
    execution: Execution = SIMPLE,
) -> Iterator[Findings]:
    """Complete the findings of each result with those that need other documents.

    Yields one list for each of ``collected.results``, in order. ``policies_of`` returns the
    policies of a cluster.
    """
    check = across_checker(collected.inventories, rules, policies_of)
    return execution.check_results(collected.results, check)


def across_checker(
    inventories: Mapping[str, Inventory], rules: Sequence[Rule], policies_of: PoliciesOf
) -> Callable[[DocumentResult], Findings]:
    """Return a function that completes the findings of one result with those across documents.

    ``inventories`` are those of each cluster; they must not change afterwards.
    """
    rules_for = rules_by_options(rules)
    effects = frozenset(rule.name for rule in rules if rule.is_effect)
    cidrs = {name: _service_cidrs(each) for name, each in inventories.items()}
    policies = {name: policies_of(each) for name, each in inventories.items()}
    no_features: frozenset[str] = frozenset()
    known: dict[tuple[Options, str, str, frozenset[str]], list[Rule]] = {}
    limit = ReferenceLimit(sum(len(each.checked) for each in inventories.values()))

    def check(result: DocumentResult) -> Findings:
        return without_effects(check_safely(result), effects)

    def check_safely(result: DocumentResult) -> Findings:
        if not result.can_check_across or time_limit.is_reached():
            return result.findings
        what = "the check across documents"
        try:
            with time_limit.INTERRUPTIBLE:
                return check_in_time(result)
        except time_limit.TimeLimitReached:
            document = result.document
            message = f"{what} of {document.object_name} in {document.file} and of what follows it"
            crashed = RuleCrash(f"{message} is incomplete: {time_limit.spelled()}", "")
        except SvclintError:
            raise
        except Exception:
            crashed = crash(what, result.document)
        return [*result.findings, crashed]

    def check_in_time(result: DocumentResult) -> Findings:
        document, facts, cluster = result.document, result.facts, result.facts.cluster
        findings = with_optional_ports_by_deployer(document, result.findings, inventories[cluster])
        if cidrs[cluster] and not facts.service_cidrs and not result.readings:
            findings = _with_service_cidrs(result, cidrs[cluster], rules_for(facts))
        check_policies = policies[cluster]
        if check_policies is not None and _reaches_policies(result, findings):
            try:
                findings = findings + check_policies(result)
            except Exception:
                findings = [*findings, crash("the check of policies", document)]
        if result.readings:
            from svclint.engine.readings import across_readings  # noqa: PLC0415 - fixes

            result = result._replace(findings=findings)
            return across_readings(result, partial(check_references, facts))
        return findings + check_references(facts, document)

    def check_references(facts: ClusterFacts, document: Document) -> Findings:
        features = features_of(document.data) if document.kind == "Service" else no_features
        key = facts.options, facts.cluster, document.kind, features
        applicable = known.get(key)
        if applicable is None:
            applicable = known[key] = _applicable(
                rules_for(facts).applicable("reference", features),
                document.kind,
                inventories[facts.cluster],
            )
        limit.refresh()
        if limit.left < 0:
            # Said at the object where it happened.
            return []
        with limit.in_force():
            found = run_rules(applicable, document, document, inventories[facts.cluster])
        return [each for each in found if not _is_about_placeholder(each)]

    return check


def _is_about_placeholder(item: Finding | RuleCrash) -> bool:
    """Return whether a finding is about a name that is replaced before the object is applied."""
    return isinstance(item, Finding) and quotes_placeholder(item.message)


def _reaches_policies(result: DocumentResult, findings: Findings) -> bool:
    """Return whether a request reaches admission: kubectl sends none for an empty patch."""
    is_sent = result.prediction is None or result.prediction.is_sent
    return is_sent and not any(map(is_rejection, findings))


def _service_cidrs(inventory: Inventory) -> Networks:
    return service_cidrs_of(inventory.of_kind("networking.k8s.io", "ServiceCIDR"))


def _with_service_cidrs(result: DocumentResult, cidrs: Networks, rules: RulesByScope) -> Findings:
    """Run the cluster rules on a new object again, now that ServiceCIDR objects are known."""
    document = result.document
    in_cluster = rules.of_kind("cluster", document.kind)
    kind = kind_of(document.api_version, document.kind)
    facts = result.facts._replace(service_cidrs=cidrs, is_assumed=False)
    if not in_cluster or kind is None or not decodes(schema_violations(document, facts)):
        return result.findings
    names = {rule.name for rule in in_cluster}
    findings = [
        item for item in result.findings if not isinstance(item, Finding) or item.rule not in names
    ]
    creation = document.data, document.object_name, facts.version
    checked = created(*creation) if kind is SERVICE else object_to_create(kind, *creation)
    return findings + run_rules(in_cluster, document, checked, facts)


def _applicable(rules: Sequence[Rule], kind: str, inventory: Inventory) -> list[Rule]:
    """Return the rules for a kind, without those whose ``beside`` kinds are all missing."""
    kinds = {kind, CONFIGURED} if inventory.has_configured(kind) else {kind}
    return [
        rule
        for rule in rules
        if not kinds.isdisjoint(rule.kinds)
        and (not rule.beside or not inventory.kinds.isdisjoint(rule.beside))
    ]
