"""The workloads of a run by what a misspelt selector may still share with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from svclint.inventory import Inventory
from svclint.targets.slips import digits, shapes
from svclint.workload import Workload


class Clues:
    """The workloads of a run by what a misspelt selector may still share with them."""

    def __init__(self, inventory: Inventory) -> None:
        self._values: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        # By namespace, key and digits: few of them are ever asked for, and shapes are many.
        self._by_digits: dict[tuple[str, str], dict[str, list[str]]] = {}
        self._shaped: dict[tuple[str, str, str], dict[str, list[str]]] = {}
        self.by_value: dict[tuple[str, str], list[Workload]] = defaultdict(list)
        self.by_name: dict[tuple[str, str], list[Workload]] = defaultdict(list)
        self.by_own_pair: dict[tuple[str, str, str], list[Workload]] = defaultdict(list)
        self.variants: Counter[tuple[str, str]] = Counter()
        self.anywhere: dict[tuple[str, str], list[Workload]] = defaultdict(list)
        for workload in inventory.workloads.all:
            self.variants[workload.kind, workload.name] += 1
            for key, value in workload.labels.items():
                self.anywhere[key, value].append(workload)
            for namespace in inventory.namespaces(workload.document):
                self._add(namespace, workload)

    def _add(self, namespace: str, workload: Workload) -> None:
        self.by_name[namespace, workload.name].append(workload)
        for key, value in workload.own_labels.items():
            self.by_own_pair[namespace, key, value].append(workload)
        for key, value in workload.labels.items():
            self.by_value[namespace, value].append(workload)
            self._values[namespace, key][value] = None

    def similar(self, namespace: str, key: str, value: str) -> Iterable[str]:
        """Give the values of a label that may be the same but for a slip."""
        its_digits = digits(value)
        shaped = self._shaped.get((namespace, key, its_digits))
        if shaped is None:
            shaped = self._shaped[namespace, key, its_digits] = defaultdict(list)
            for each in self._with_digits(namespace, key).get(its_digits, ()):
                for shape in shapes(each):
                    shaped[shape].append(each)
        found = [shaped.get(shape, ()) for shape in sorted(shapes(value))]
        return chain.from_iterable(found)

    def _with_digits(self, namespace: str, key: str) -> dict[str, list[str]]:
        """Give the values of a label by their digits, in which no slip is forgiven."""
        found = self._by_digits.get((namespace, key))
        if found is None:
            found = self._by_digits[namespace, key] = defaultdict(list)
            for each in self._values.get((namespace, key), ()):
                found[digits(each)].append(each)
        return found
