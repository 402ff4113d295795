"""Which workloads a selector selects, in time that grows with what it finds, not with the run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from svclint.model import Data
from svclint.shape import labels, mapping, sequence, text
from svclint.workload import Workload

Placed = tuple[tuple[str, ...], Workload]


class Workloads:
    """The workloads of a run, found by the labels of their pods."""

    def __init__(self, placed: Iterable[Placed]) -> None:
        """Index workloads; each comes with the namespaces it lives in."""
        self.all: list[Workload] = []
        self._in_namespace: dict[str, list[int]] = defaultdict(list)
        self._by_pair: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        self._adders: dict[tuple[str, str], list[int]] = defaultdict(list)
        for namespaces, workload in placed:
            number = len(self.all)
            self.all.append(workload)
            for namespace in namespaces:
                self._in_namespace[namespace].append(number)
                for key, value in workload.labels.items():
                    self._by_pair[namespace, key, value].append(number)
                for key in workload.added:
                    self._adders[namespace, key].append(number)

    def in_namespaces(self, namespaces: Iterable[str]) -> list[Workload]:
        """Give all workloads of some namespaces, in the order of the run."""
        numbers = {n for namespace in namespaces for n in self._in_namespace.get(namespace, ())}
        return [self.all[number] for number in sorted(numbers)]

    def selected(
        self, namespaces: Sequence[str], selector: Mapping[str, str], *, surely: bool = False
    ) -> list[Workload]:
        """Give the workloads whose pods have every pair of a selector that is not empty.

        Labels that controllers add count where they may have the value, or ``surely`` have it.
        """
        numbers: set[int] = set()
        for namespace in namespaces:
            rarest = min(
                (self._candidates(namespace, key, value) for key, value in selector.items()),
                key=lambda lists: sum(map(len, lists)),
                default=(),
            )
            numbers.update(
                number
                for number in chain(*rarest)
                if has_labels(self.all[number], selector, surely=surely)
            )
        return [self.all[number] for number in sorted(numbers)]

    def sharing(self, namespace: str, key: str, value: str, most: int) -> list[Workload]:
        """Give a few workloads whose pods have one label."""
        numbers = self._by_pair.get((namespace, key, value), ())[:most]
        return [self.all[number] for number in numbers]

    def _candidates(self, namespace: str, key: str, value: str) -> tuple[Sequence[int], ...]:
        written = self._by_pair.get((namespace, key, value), ())
        return written, self._adders.get((namespace, key), ())


def has_labels(workload: Workload, selector: Mapping[str, str], *, surely: bool = False) -> bool:
    """Whether the pods of a workload have every pair of a selector."""
    return all(workload.has_label(key, value, surely=surely) for key, value in selector.items())


def matches(found: Mapping[str, str], selector: Data) -> bool:
    """Whether labels satisfy a LabelSelector: ``matchLabels`` and ``matchExpressions``.

    An empty selector matches everything. Source: LabelSelectorAsSelector of k8s.io/apimachinery.
    """
    wanted = labels(selector.get("matchLabels"))
    return all(found.get(key) == value for key, value in wanted.items()) and all(
        _expression_holds(found, mapping(item))
        for item in sequence(selector.get("matchExpressions"))
    )


def _expression_holds(found: Mapping[str, str], expression: Data) -> bool:
    key, operator = text(expression.get("key")), text(expression.get("operator"))
    values: list[Any] = sequence(expression.get("values"))
    if operator == "In":
        return key in found and found[key] in values
    if operator == "NotIn":
        return key not in found or found[key] not in values
    if operator == "DoesNotExist":
        return key not in found
    return key in found
