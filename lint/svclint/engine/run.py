"""Run rules over all documents of a run: each by itself, then with the others in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from svclint.engine.packing import Judged, Kept, Packer
from svclint.engine.rules import (
    Found,
    RuleCrash,
    Rules,
    ask,
    configured,
    in_order,
    is_refusal,
    judge_alone,
    judge_change,
    judge_update,
)
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.live import service_cidrs_of
from svclint.kubernetes.service import created, features_of
from svclint.kubernetes.workloads import drop_pod_template, drop_unread_fields
from svclint.model import Data, Finding
from svclint.model.addresses import Network
from svclint.model.cluster import ClusterFacts, Options
from svclint.rule import Rule
from svclint.settings.suppression.reading import reader
from svclint.source import Document
from svclint.source.document import Chunk
from svclint.source.kinds import POLICY_KINDS, REFERENCE_KINDS, SERVICE_KINDS

if TYPE_CHECKING:
    from svclint.kubernetes.service.update import ApplyOptions

__all__ = [
    "KINDS_READ",
    "Govern",
    "Judged",
    "Live",
    "RuleCrash",
    "Spread",
    "alone",
    "by_itself",
    "judge_update",
    "run",
    "settle",
]

# Only very large runs need the room that packing saves.
_MOST_AT_HAND = 50_000

FactsFor = Callable[[str], ClusterFacts]

# Kinds that rules look into; others are not even parsed.
KINDS_READ = SERVICE_KINDS | REFERENCE_KINDS | POLICY_KINDS


class Live(NamedTuple):
    """What is in the cluster already, and how manifests will be applied to it."""

    objects: Sequence[Document]
    apply_options: ApplyOptions

    def services(self) -> dict[tuple[str, str], Data]:
        """Give the live Services by namespace and name."""
        return {
            (name.namespace, name.name): document.data
            for document in self.objects
            if (name := document.object_name)[:2] == ("v1", "Service")
        }


Spread = Callable[[Kept, Callable[[Judged], Found]], Iterator[Found]]
# Given all objects of one cluster, gives what policies say of each Service, if there are any.
Govern = Callable[[Inventory], "Callable[[Judged], Found] | None"]


def run(
    documents: Iterable[Document],
    rules: Sequence[Rule],
    facts_for: FactsFor,
    live: Live | None = None,
    govern: Govern | None = None,
) -> Iterator[Finding | RuleCrash]:
    """Judge every document; findings come in the order of the documents.

    With ``live``, what lives already is judged as a change, and fills in what the files lack.
    """
    return settle(alone(documents, rules, facts_for, live), rules, live, govern=govern)


def alone(
    documents: Iterable[Document], rules: Sequence[Rule], facts_for: FactsFor, live: Live | None
) -> Iterator[Judged]:
    """Judge each document by itself."""
    return map(by_itself(rules, facts_for, live), documents)


def by_itself(
    rules: Sequence[Rule], facts_for: FactsFor, live: Live | None
) -> Callable[[Document], Judged]:
    """Give what judges one document by itself."""
    rules_for, suppressions_of = configured(rules), reader()
    services = live.services() if live else {}
    file: str | None = None
    facts: ClusterFacts
    by_scope: Rules

    def judge(document: Document) -> Judged:
        nonlocal file, facts, by_scope
        # Documents come file by file.
        if document.file != file:
            facts = facts_for(document.file)
            file, by_scope = document.file, rules_for(facts)
        before = _live_one(document, services, facts) if services else None
        if live is not None and before is not None:
            prediction, found = judge_change(document, before, live.apply_options, by_scope, facts)
            is_sound = prediction is not None
        else:
            found, is_sound = judge_alone(document, by_scope, facts)
            drop_unread_fields(document)
        return Judged(found, document, facts, is_sound, suppressions_of(document))

    return judge


def _live_one(
    document: Document, services: Mapping[tuple[str, str], Data], facts: ClusterFacts
) -> Data | None:
    name = document.object_name
    is_service = name[:2] == ("v1", "Service")
    return services.get((name.namespace or facts.namespace, name.name)) if is_service else None


def _here(judged: Kept, work: Callable[[Judged], Found]) -> Iterator[Found]:
    return map(work, judged)


def settle(
    judged: Iterable[Judged],
    rules: Sequence[Rule],
    live: Live | None,
    spread: Spread = _here,
    govern: Govern | None = None,
) -> Iterator[Finding | RuleCrash]:
    """Judge documents with all others in sight; give what was found in the order of the documents.

    Every document is taken in before the first finding comes, since any other may matter to it.
    ``spread`` may share out the work on each; ``govern`` holds what the server would take against
    policies.
    """
    rules_for = configured(rules)
    inventories: dict[str, Inventory] = {}
    kept = _collect(judged, inventories)
    cidrs = {cluster: _service_cidrs(each) for cluster, each in inventories.items()}
    for inventory in inventories.values():
        inventory.add_live(live.objects if live else ())

    no_words: frozenset[str] = frozenset()
    asked: dict[tuple[Options, str, str, frozenset[str]], list[Rule]] = {}
    governed = {name: govern(each) for name, each in inventories.items()} if govern else {}

    def judge_among_others(each: Judged) -> Found:
        found, document, facts, is_sound, _ = each
        if not is_sound:
            return found
        cluster = facts.cluster
        if cidrs[cluster] and not facts.service_cidrs:
            found = _with_service_cidrs(each, cidrs[cluster], rules_for(facts))
        answers = governed.get(cluster)
        if answers is not None and not any(map(is_refusal, found)):
            found = found + answers(each)
        inventory = inventories[cluster]
        words = features_of(document.data) if document.kind == "Service" else no_words
        key = facts.options, cluster, document.kind, words
        fitting = asked.get(key)
        if fitting is None:
            rules = rules_for(facts).fitting("reference", words)
            fitting = asked[key] = _fitting(rules, document.kind, inventory)
        return found + ask(fitting, document, document, inventory)

    for found in spread(kept, judge_among_others):
        if found:
            yield from in_order(found)


def _collect(judged: Iterable[Judged], inventories: dict[str, Inventory]) -> Kept:
    """Fill one inventory for each cluster, and keep the documents that have more to come."""
    kept, packer = Kept(), Packer(_MOST_AT_HAND)
    chunk: Chunk | None = None
    for each in judged:
        document, facts = each.document, each.facts
        if chunk is not document.chunk:
            # The objects of a List share one, and each may have something in it placed.
            if chunk is not None:
                chunk.forget()
            chunk = document.chunk
        if each.is_sound or each.found:
            kept.add(each)
        inventory = inventories.get(facts.cluster)
        if inventory is None:
            inventory = inventories[facts.cluster] = Inventory(
                facts.namespace, dict(facts.pod_templates)
            )
        if each.is_sound:
            inventory.checked.append(document)
        if isinstance(document.data, dict):
            inventory.add(document, facts.namespace, read_now=not packer.is_full)
            if not packer.is_full:
                drop_pod_template(document)
            packer.add(document)
    if chunk is not None:
        chunk.forget()
    packer.close()
    return kept


def _service_cidrs(inventory: Inventory) -> tuple[Network, ...]:
    return service_cidrs_of(inventory.of_kind("networking.k8s.io", "ServiceCIDR"))


def _with_service_cidrs(judged: Judged, cidrs: tuple[Network, ...], rules: Rules) -> Found:
    """Judge a new Service in its cluster once more, now that ServiceCIDR objects are known."""
    document = judged.document
    if document.kind != "Service":
        return judged.found
    names = {rule.name for rule in rules["cluster"]}
    found = [
        item for item in judged.found if not isinstance(item, Finding) or item.rule not in names
    ]
    facts = judged.facts._replace(service_cidrs=cidrs, is_assumed=False)
    service = created(document.data, document.object_name, facts.version)
    return found + ask(rules["cluster"], document, service, facts)


def _fitting(rules: Sequence[Rule], kind: str, inventory: Inventory) -> list[Rule]:
    """Give the rules that may have something to say of a kind, beside what else there is."""
    return [
        rule
        for rule in rules
        if kind in rule.kinds and (not rule.beside or not inventory.kinds.isdisjoint(rule.beside))
    ]
