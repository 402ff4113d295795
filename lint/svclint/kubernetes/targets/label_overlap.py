"""Indexes of workloads by what a misspelt selector can still have in common with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.postings import Postings
from svclint.kubernetes.targets.similarity import deletion_variants, digits
from svclint.kubernetes.workloads import Workload, WorkloadCollection


class LabelOverlap:
    """Indexes of all workloads of a run: names, labels, similar values."""

    def __init__(self, inventory: Inventory) -> None:
        self._workloads, self._collection = inventory.workloads, inventory.workloads.all
        self._in_namespace: dict[str, NamespaceOverlap] = {}

    def within(self, namespace: str) -> NamespaceOverlap:
        """Return the indexes of a namespace, built when one of its selectors matches nothing."""
        found = self._in_namespace.get(namespace)
        if found is None:
            numbers = self._workloads.numbers_in(namespace)
            found = self._in_namespace[namespace] = NamespaceOverlap(self._collection, numbers)
        return found

    @cached_property
    def _variants(self) -> Postings:
        keys = (((each.kind, each.name),) for each in self._collection)
        return Postings(keys, len(self._collection))

    @cached_property
    def _pairs(self) -> Postings:
        return Postings((each.labels.items() for each in self._collection), len(self._collection))

    def count_anywhere(self, pair: tuple[str, str]) -> int:
        """Return how many workloads of any namespace have a label on their pods."""
        return len(self._pairs.get(pair))

    def anywhere(self, pair: tuple[str, str]) -> Iterator[Workload]:
        """Yield the workloads of any namespace whose pods have a label."""
        found = map(self._collection.__getitem__, self._pairs.get(pair))
        return (each for each in found if each.labels.get(pair[0]) == pair[1])

    def has_variants(self, workload: Workload) -> bool:
        """Return whether a workload is defined more than once."""
        names = workload.kind, workload.name
        candidates = map(self._collection.__getitem__, self._variants.get(names))
        found = (each for each in candidates if (each.kind, each.name) == names)
        return len(list(islice(found, 2))) > 1


class NamespaceOverlap:
    """Indexes of the workloads of one namespace."""

    def __init__(self, collection: WorkloadCollection, numbers: Sequence[int]) -> None:
        self._collection, self._numbers = collection, numbers
        self._postings = Postings(map(self._keys, numbers), len(numbers))
        # By label key and digits; built when needed, as each value has many variants.
        self._by_variant: dict[tuple[str, str], dict[str, list[str]]] = {}

    def _keys(self, number: int) -> list[Hashable]:
        workload = self._collection[number]
        # Names and values share keys: the lookup checks which of them it has found.
        names = {workload.name, *workload.labels.values()}
        by_digits = [("digits", key, digits(value)) for key, value in workload.labels.items()]
        return [*names, *workload.own_labels.items(), *by_digits]

    def _found(self, key: Hashable, fits: Callable[[Workload], bool]) -> Iterator[Workload]:
        numbers = map(self._numbers.__getitem__, self._postings.get(key))
        return filter(fits, map(self._collection.__getitem__, numbers))

    def named(self, name: str) -> Iterator[Workload]:
        """Yield the workloads with a name."""
        return self._found(name, lambda w: w.name == name)

    def with_value(self, value: str) -> Iterator[Workload]:
        """Yield the workloads whose pods have any label with a value."""
        return self._found(value, lambda w: value in w.labels.values())

    def with_own_label(self, pair: tuple[str, str]) -> Iterator[Workload]:
        """Yield the workloads that have a label themselves."""
        return self._found(pair, lambda w: w.own_labels.get(pair[0]) == pair[1])

    def similar(self, key: str, value: str) -> Iterable[str]:
        """Return the values of a label that are similar to a value, duplicates included."""
        its_digits = digits(value)
        by_variant = self._by_variant.get((key, its_digits))
        if by_variant is None:
            by_variant = self._by_variant[key, its_digits] = defaultdict(list)
            for each in self._values(key, its_digits):
                for variant in deletion_variants(each):
                    by_variant[variant].append(each)
        found = [by_variant.get(variant, ()) for variant in sorted(deletion_variants(value))]
        return chain.from_iterable(found)

    def _values(self, key: str, its_digits: str) -> Iterable[str]:
        """Return the values of a label that have the same digits."""
        found = self._found(
            ("digits", key, its_digits),
            lambda w: key in w.labels and digits(w.labels[key]) == its_digits,
        )
        return dict.fromkeys(workload.labels[key] for workload in found)
