"""Objects that a monitor might select, found by what their labels have in common with its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.postings import Postings
from svclint.kubernetes.reference_limit import count_found
from svclint.kubernetes.selection import matches
from svclint.kubernetes.targets.monitors import monitor_selector, monitors
from svclint.kubernetes.targets.port_messages import place_of
from svclint.kubernetes.targets.resolve import selector_of
from svclint.kubernetes.targets.similarity import deletion_variants
from svclint.kubernetes.targets.unknown_fields import is_unknown
from svclint.model import Data
from svclint.model.data import labels
from svclint.source import Document

# Of each label, so many objects that have a similar one.
_FEW = 50
_MOST_WORDS = 8


class MonitorCandidate(NamedTuple):
    """An object that a monitor might select, and the labels by which it is selected.

    ``other_labels`` are near but do not count; ``other`` says where they are.
    """

    document: Document
    labels: Mapping[str, str]
    other_labels: Mapping[str, str]
    other: str

    def __str__(self) -> str:
        name = self.document.object_name.name
        return f'{self.document.kind} "{name}" ({place_of(self.document)})'


class MonitorCandidates:
    """The objects of a run that monitors of one kind select, indexed by their labels."""

    def __init__(self, monitor_kind: str, inventory: Inventory) -> None:
        self._inventory, self._known = inventory, list(_CANDIDATES[monitor_kind](inventory))
        # Indexing the keys that no monitor selects would be a waste.
        selectors = map(monitor_selector, monitors(monitor_kind, inventory))
        self._keys = {key for each in selectors for key in labels(each.get("matchLabels"))}
        self._postings = Postings(map(self._index_keys, self._known), len(self._known))
        self._unknown = {
            number
            for each in self._known
            if is_unknown(each.document, ("metadata", "labels"))
            for number in inventory.numbers(each.document)
        }

    def _index_keys(self, candidate: MonitorCandidate) -> list[Hashable]:
        own, others = candidate.labels, candidate.other_labels
        keys: list[Hashable] = [("run", *pair) for pair in own.items() if pair[0] in self._keys]
        for number in self._inventory.numbers(candidate.document):
            keys += [(number, "value", value) for value in own.values()]
            keys += [(number, "other", *pair) for pair in others.items() if pair[0] in self._keys]
            for key in self._keys & own.keys():
                keys += [(number, "similar", key, each) for each in deletion_variants(own[key])]
                keys += [(number, "within", key, each) for each in _runs_of_words(own[key])]
        return keys

    def matching(self, selector: Data) -> Iterator[MonitorCandidate]:
        """Yield the objects of the run that a selector with ``matchLabels`` matches."""
        pairs = labels(selector.get("matchLabels")).items()
        rarest = min((self._postings.get(("run", *pair)) for pair in pairs), key=len)
        count_found(len(rarest))
        found = map(self._known.__getitem__, rarest)
        return (each for each in found if matches(each.labels, selector))

    def similar(self, monitor: Document, pairs: Mapping[str, str]) -> list[MonitorCandidate]:
        """Return a few objects, deployed together with a monitor, with nearly the same labels.

        They have one label as it is, with a similar value, under another key, or elsewhere.
        """
        numbers = self._numbers(monitor)
        by_pair = [
            [
                found
                for number in numbers
                for key in _search_keys(number, *pair)
                if (found := self._postings.get(key))
            ]
            for pair in pairs.items()
        ]
        rarest = min(by_pair, key=lambda found: sum(map(len, found)))
        positions = sorted({each for found in rarest for each in islice(found, _FEW)})
        return list(map(self._known.__getitem__, positions))

    def has_unknown_labels(self, monitor: Document) -> bool:
        """Return whether labels of an object deployed together with a monitor are unknown."""
        return not self._unknown.isdisjoint(self._numbers(monitor))

    def _numbers(self, monitor: Document) -> list[int]:
        return list(dict.fromkeys(each for each, _ in self._inventory.search_places(monitor)))


def monitor_candidates(monitor_kind: str, inventory: Inventory) -> MonitorCandidates:
    """Return what monitors of a kind might select, indexed when one of them selects nothing."""
    return inventory.cache.computed(
        ("monitor candidates", monitor_kind), lambda: MonitorCandidates(monitor_kind, inventory)
    )


def has_words_of(one: str, other: str) -> bool:
    """Return whether a value is a part of another one between hyphens."""
    return f"-{one}-" in f"-{other}-"


def _search_keys(number: int, key: str, value: str) -> Iterator[Hashable]:
    yield number, "value", value
    yield number, "other", key, value
    yield from ((number, "similar", key, each) for each in sorted(deletion_variants(value)))
    yield number, "within", key, value
    # Values of which this one has all words.
    yield from ((number, "value", each) for each in _runs_of_words(value))


def _runs_of_words(value: str) -> Iterable[str]:
    words = value.split("-")[:_MOST_WORDS]
    starts = range(len(words))
    return {"-".join(words[at:end]): None for at in starts for end in range(at + 1, len(words) + 1)}


def _services(inventory: Inventory) -> Iterator[MonitorCandidate]:
    for service in inventory.services():
        own = labels(service.value(("metadata", "labels")))
        yield MonitorCandidate(service, own, selector_of(service), "in its selector")


def _workloads(inventory: Inventory) -> Iterator[MonitorCandidate]:
    for workload in inventory.workloads.all:
        own, others = workload.labels, workload.own_labels
        yield MonitorCandidate(workload.document, own, others, "in its own metadata")


def _ingresses(inventory: Inventory) -> Iterator[MonitorCandidate]:
    for ingress in inventory.of_kind("networking.k8s.io", "Ingress"):
        yield MonitorCandidate(ingress, labels(ingress.value(("metadata", "labels"))), {}, "")


_CANDIDATES: dict[str, Callable[[Inventory], Iterator[MonitorCandidate]]] = {
    "ServiceMonitor": _services,
    "PodMonitor": _workloads,
    "Probe": _ingresses,
}
