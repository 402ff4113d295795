"""The workloads of a run by what a misspelt selector may still share with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from itertools import chain, islice

from svclint.inventory import Inventory
from svclint.postings import Postings
from svclint.targets.slips import digits, shapes
from svclint.workload import Workload


class Clues:
    """The workloads of a run by what a misspelt selector may still share with them."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory, self._everyone = inventory, inventory.workloads.all
        self._postings = Postings(map(self._keys, self._everyone), len(self._everyone))
        # By namespace, key and digits: few of them are ever asked for, and shapes are many.
        self._shaped: dict[tuple[str, str, str], dict[str, list[str]]] = {}

    def _keys(self, workload: Workload) -> list[Hashable]:
        name, pairs = workload.name, workload.labels.items()
        keys: list[Hashable] = [("pair", *each) for each in pairs]
        for space in self._inventory.namespaces(workload.document):
            keys.append(("name", space, name))
            if workload.own_labels:
                keys += [("own", space, *each) for each in workload.own_labels.items()]
            keys += [("value", space, each) for each in workload.labels.values()]
            keys += [("digits", space, key, digits(value)) for key, value in pairs]
        return keys

    @cached_property
    def _variants(self) -> Postings:
        """The workloads by kind and name, whatever their namespace: few runs ask for these."""
        keys = (((each.kind, each.name),) for each in self._everyone)
        return Postings(keys, len(self._everyone))

    def _found(self, key: Hashable, fits: Callable[[Workload], bool]) -> Iterator[Workload]:
        return filter(fits, map(self._everyone.__getitem__, self._postings.get(key)))

    def _found_in(
        self, namespace: str, key: Hashable, fits: Callable[[Workload], bool]
    ) -> Iterator[Workload]:
        found = self._found(key, fits)
        return (each for each in found if namespace in self._inventory.namespaces(each.document))

    def named(self, namespace: str, name: str) -> Iterator[Workload]:
        """Give the workloads of a name."""
        return self._found_in(namespace, ("name", namespace, name), lambda w: w.name == name)

    def with_value(self, namespace: str, value: str) -> Iterator[Workload]:
        """Give the workloads whose pods have a label of some value."""
        key = "value", namespace, value
        return self._found_in(namespace, key, lambda w: value in w.labels.values())

    def with_own(self, namespace: str, pair: tuple[str, str]) -> Iterator[Workload]:
        """Give the workloads that have a label themselves."""
        key = "own", namespace, *pair
        return self._found_in(namespace, key, lambda w: w.own_labels.get(pair[0]) == pair[1])

    def count_anywhere(self, pair: tuple[str, str]) -> int:
        """Say how many workloads have a label on their pods, whatever their namespace."""
        return len(self._postings.get(("pair", *pair)))

    def anywhere(self, pair: tuple[str, str]) -> Iterator[Workload]:
        """Give the workloads whose pods have a label, whatever their namespace."""
        return self._found(("pair", *pair), lambda w: w.labels.get(pair[0]) == pair[1])

    def has_variants(self, workload: Workload) -> bool:
        """Whether a workload is defined more than once."""
        names = workload.kind, workload.name
        some = map(self._everyone.__getitem__, self._variants.get(names))
        found = (each for each in some if (each.kind, each.name) == names)
        return len(list(islice(found, 2))) > 1

    def similar(self, namespace: str, key: str, value: str) -> Iterable[str]:
        """Give the values of a label that may be the same but for a slip."""
        its_digits = digits(value)
        shaped = self._shaped.get((namespace, key, its_digits))
        if shaped is None:
            shaped = self._shaped[namespace, key, its_digits] = defaultdict(list)
            for each in self._values(namespace, key, its_digits):
                for shape in shapes(each):
                    shaped[shape].append(each)
        found = [shaped.get(shape, ()) for shape in sorted(shapes(value))]
        return chain.from_iterable(found)

    def _values(self, namespace: str, key: str, its_digits: str) -> Iterable[str]:
        """Give the values of a label that have some digits, in which no slip is forgiven."""
        found = self._found_in(
            namespace,
            ("digits", namespace, key, its_digits),
            lambda w: key in w.labels and digits(w.labels[key]) == its_digits,
        )
        return dict.fromkeys(workload.labels[key] for workload in found)
