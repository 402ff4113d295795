"""The workloads of a run by what a misspelt selector may still share with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.postings import Postings
from svclint.kubernetes.targets.typos import digits, shapes
from svclint.kubernetes.workloads import Workload
from svclint.kubernetes.workloads.collection import Roll


class Clues:
    """The workloads of a run by what a misspelt selector may still share with them."""

    def __init__(self, inventory: Inventory) -> None:
        self._workloads, self._everyone = inventory.workloads, inventory.workloads.all
        self._in_namespace: dict[str, LocalClues] = {}

    def within(self, namespace: str) -> LocalClues:
        """Give those of a namespace: most have no Service whose selector matches nothing."""
        found = self._in_namespace.get(namespace)
        if found is None:
            numbers = self._workloads.numbers_in(namespace)
            found = self._in_namespace[namespace] = LocalClues(self._everyone, numbers)
        return found

    @cached_property
    def _variants(self) -> Postings:
        keys = (((each.kind, each.name),) for each in self._everyone)
        return Postings(keys, len(self._everyone))

    @cached_property
    def _pairs(self) -> Postings:
        return Postings((each.labels.items() for each in self._everyone), len(self._everyone))

    def count_anywhere(self, pair: tuple[str, str]) -> int:
        """Say how many workloads have a label on their pods, whatever their namespace."""
        return len(self._pairs.get(pair))

    def anywhere(self, pair: tuple[str, str]) -> Iterator[Workload]:
        """Give the workloads whose pods have a label, whatever their namespace."""
        found = map(self._everyone.__getitem__, self._pairs.get(pair))
        return (each for each in found if each.labels.get(pair[0]) == pair[1])

    def has_variants(self, workload: Workload) -> bool:
        """Whether a workload is defined more than once."""
        names = workload.kind, workload.name
        some = map(self._everyone.__getitem__, self._variants.get(names))
        found = (each for each in some if (each.kind, each.name) == names)
        return len(list(islice(found, 2))) > 1


class LocalClues:
    """The workloads of one namespace by what a misspelt selector may still share with them."""

    def __init__(self, everyone: Roll, numbers: Sequence[int]) -> None:
        self._everyone, self._numbers = everyone, numbers
        self._postings = Postings(map(self._keys, numbers), len(numbers))
        # By key and digits: few of them are ever asked for, and shapes are many.
        self._shaped: dict[tuple[str, str], dict[str, list[str]]] = {}

    def _keys(self, number: int) -> list[Hashable]:
        workload = self._everyone[number]
        # Names and values may stand under one key: whoever asks sees which it is.
        texts = {workload.name, *workload.labels.values()}
        told = [("digits", key, digits(value)) for key, value in workload.labels.items()]
        return [*texts, *workload.own_labels.items(), *told]

    def _found(self, key: Hashable, fits: Callable[[Workload], bool]) -> Iterator[Workload]:
        numbers = map(self._numbers.__getitem__, self._postings.get(key))
        return filter(fits, map(self._everyone.__getitem__, numbers))

    def named(self, name: str) -> Iterator[Workload]:
        """Give the workloads of a name."""
        return self._found(name, lambda w: w.name == name)

    def with_value(self, value: str) -> Iterator[Workload]:
        """Give the workloads whose pods have a label of some value."""
        return self._found(value, lambda w: value in w.labels.values())

    def with_own(self, pair: tuple[str, str]) -> Iterator[Workload]:
        """Give the workloads that have a label themselves."""
        return self._found(pair, lambda w: w.own_labels.get(pair[0]) == pair[1])

    def similar(self, key: str, value: str) -> Iterable[str]:
        """Give the values of a label that may be the same but for a slip."""
        its_digits = digits(value)
        shaped = self._shaped.get((key, its_digits))
        if shaped is None:
            shaped = self._shaped[key, its_digits] = defaultdict(list)
            for each in self._values(key, its_digits):
                for shape in shapes(each):
                    shaped[shape].append(each)
        found = [shaped.get(shape, ()) for shape in sorted(shapes(value))]
        return chain.from_iterable(found)

    def _values(self, key: str, its_digits: str) -> Iterable[str]:
        """Give the values of a label that have some digits, in which no slip is forgiven."""
        found = self._found(
            ("digits", key, its_digits),
            lambda w: key in w.labels and digits(w.labels[key]) == its_digits,
        )
        return dict.fromkeys(workload.labels[key] for workload in found)
