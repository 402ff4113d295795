"""Indexes of workloads by what a misspelt selector can still have in common with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from itertools import chain

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.postings import Postings
from svclint.kubernetes.reference_limit import count_found
from svclint.kubernetes.targets.similarity import deletion_variants, digits
from svclint.kubernetes.workloads import Workload, WorkloadCollection


class LabelOverlap:
    """Indexes of the workloads of one deployment: names, labels, similar values."""

    def __init__(self, collection: WorkloadCollection, numbers: Collection[int]) -> None:
        self._collection, self._numbers = collection, list(numbers)
        self._postings = Postings(map(self._keys, self._numbers), len(self._numbers))
        # By label key and digits; built when needed, as each value has many variants.
        self._by_variant: dict[tuple[str, str], dict[str, list[str]]] = {}

    def add(self, numbers: Iterable[int]) -> None:
        """Index more workloads; removed ones have no labels and thus are never found."""
        for number in numbers:
            self._postings.add(len(self._numbers), self._keys(number))
            self._numbers.append(number)
            for key, value in self._collection[number].labels.items():
                by_variant = self._by_variant.get((key, digits(value)))
                if by_variant is not None:
                    for variant in deletion_variants(value):
                        by_variant[variant].append(value)

    def _keys(self, number: int) -> list[Hashable]:
        workload = self._collection[number]
        # Names and values share keys: the lookup checks which of them it has found.
        names = {workload.name, *workload.labels.values()}
        by_digits = [("digits", key, digits(value)) for key, value in workload.labels.items()]
        return [*names, *workload.own_labels.items(), *by_digits]

    def _found(self, key: Hashable, fits: Callable[[Workload], bool]) -> Iterator[Workload]:
        having = self._postings.get(key)
        count_found(len(having))
        numbers = map(self._numbers.__getitem__, having)
        return filter(fits, map(self._collection.__getitem__, numbers))

    def with_label(self, pair: tuple[str, str]) -> Iterator[Workload]:
        """Yield the workloads whose pods have a label."""
        return self._found(pair[1], lambda w: w.labels.get(pair[0]) == pair[1])

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


def label_overlap(deployment: int, inventory: Inventory) -> LabelOverlap:
    """Return the indexes of a deployment, built when one of its selectors matches nothing."""
    workloads = inventory.workloads
    return inventory.cache.computed(
        ("label overlap", deployment),
        lambda: LabelOverlap(workloads.all, workloads.numbers_in(deployment)),
    )
