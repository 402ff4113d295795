"""Collect all documents of a run, then check across them.

Everything that makes this fast (workers, packing) is passed in by the caller.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from svclint.engine.live import Live
from svclint.engine.packing import DocumentResult, Packer, Results
from svclint.engine.rules import (
    Findings,
    RulesByScope,
    is_rejection,
    rules_by_options,
    run_rules,
)
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.live import service_cidrs_of
from svclint.kubernetes.service import created, features_of
from svclint.kubernetes.workloads import drop_pod_template
from svclint.model import Finding
from svclint.model.addresses import Network
from svclint.model.cluster import Options
from svclint.rule import Rule
from svclint.source.document import Chunk

# Only very large runs need the room that packing saves.
_MOST_UNPACKED = 50_000
# Documents live to the end of a run, and contain no cycles. Moving them out of the garbage
# collector's sight every so often takes a cold run of 10,000 files from 3.1 to 1.75 s of CPU.
_FREEZE_EVERY = 500


class Collected(NamedTuple):
    """All documents of a run: one inventory for each cluster, and the results to complete."""

    inventories: dict[str, Inventory]
    results: Results


# Return the findings of each result, in order; where it runs is up to the caller.
ForEach = Callable[[Results, Callable[[DocumentResult], Findings]], Iterator[Findings]]
CheckPolicies = Callable[[DocumentResult], Findings]
# Given the objects of one cluster, return what checks a Service against its policies, if any.
PoliciesOf = Callable[[Inventory], CheckPolicies | None]


def in_this_process(
    results: Results, check: Callable[[DocumentResult], Findings]
) -> Iterator[Findings]:
    """Return the findings of each result, one after the other."""
    return map(check, results)


def collect(results: Iterable[DocumentResult], live: Live | None) -> Collected:
    """Take all documents into inventories, completed by live objects that no file contains.

    Every document is collected before the first one is checked across: any other may matter to it.
    """
    inventories: dict[str, Inventory] = {}
    collected, packer = Results(), Packer(_MOST_UNPACKED)
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
        if result.is_sound or result.findings:
            collected.add(result)
        inventory = inventories.get(facts.cluster)
        if inventory is None:
            templates = dict(facts.pod_templates)
            inventory = inventories[facts.cluster] = Inventory(facts.namespace, templates)
        if result.is_sound:
            inventory.checked.append(document)
        if isinstance(document.data, dict):
            inventory.add(document, facts.namespace, read_now=not packer.is_full)
            if not packer.is_full:
                drop_pod_template(document)
            packer.add(document)
    if chunk is not None:
        chunk.forget()
    packer.close()
    for inventory in inventories.values():
        inventory.add_live(live.objects if live else ())
    return Collected(inventories, collected)


def check_across(
    collected: Collected,
    rules: Sequence[Rule],
    policies_of: PoliciesOf,
    for_each: ForEach = in_this_process,
) -> Iterator[Findings]:
    """Complete the findings of each result with those that need other documents.

    Yields one list for each of ``collected.results``, in order. ``policies_of`` returns the
    policies of a cluster; ``for_each`` may share the work out to other processes.
    """
    rules_for = rules_by_options(rules)
    inventories = collected.inventories
    cidrs = {name: _service_cidrs(each) for name, each in inventories.items()}
    policies = {name: policies_of(each) for name, each in inventories.items()}
    no_features: frozenset[str] = frozenset()
    known: dict[tuple[Options, str, str, frozenset[str]], list[Rule]] = {}

    def check(result: DocumentResult) -> Findings:
        document, facts = result.document, result.facts
        findings = result.findings
        if not result.is_sound:
            return findings
        cluster = facts.cluster
        if cidrs[cluster] and not facts.service_cidrs:
            findings = _with_service_cidrs(result, cidrs[cluster], rules_for(facts))
        check_policies = policies[cluster]
        if check_policies is not None and _reaches_policies(result, findings):
            findings = findings + check_policies(result)
        features = features_of(document.data) if document.kind == "Service" else no_features
        key = facts.options, cluster, document.kind, features
        applicable = known.get(key)
        if applicable is None:
            applicable = known[key] = _applicable(
                rules_for(facts).applicable("reference", features),
                document.kind,
                inventories[cluster],
            )
        return findings + run_rules(applicable, document, document, inventories[cluster])

    return for_each(collected.results, check)


def _reaches_policies(result: DocumentResult, findings: Findings) -> bool:
    """Return whether a request reaches admission: kubectl sends none for an empty patch."""
    is_sent = result.prediction is None or result.prediction.is_sent
    return is_sent and not any(map(is_rejection, findings))


def _service_cidrs(inventory: Inventory) -> tuple[Network, ...]:
    return service_cidrs_of(inventory.of_kind("networking.k8s.io", "ServiceCIDR"))


def _with_service_cidrs(
    result: DocumentResult, cidrs: tuple[Network, ...], rules: RulesByScope
) -> Findings:
    """Run the cluster rules on a new Service again, now that ServiceCIDR objects are known."""
    document = result.document
    if document.kind != "Service":
        return result.findings
    names = {rule.name for rule in rules["cluster"]}
    findings = [
        item for item in result.findings if not isinstance(item, Finding) or item.rule not in names
    ]
    facts = result.facts._replace(service_cidrs=cidrs, is_assumed=False)
    service = created(document.data, document.object_name, facts.version)
    return findings + run_rules(rules["cluster"], document, service, facts)


def _applicable(rules: Sequence[Rule], kind: str, inventory: Inventory) -> list[Rule]:
    """Return the rules that can report something about a kind beside the kinds of a run."""
    return [
        rule
        for rule in rules
        if kind in rule.kinds and (not rule.beside or not inventory.kinds.isdisjoint(rule.beside))
    ]
