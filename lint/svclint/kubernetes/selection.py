"""Selection: the workloads that a selector matches, found by index instead of by search."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from svclint.kubernetes.postings import Postings
from svclint.kubernetes.workloads import Workload, WorkloadCollection
from svclint.model import Data
from svclint.model.data import labels, mapping, sequence, text
from svclint.source import Document


class Workloads:
    """The workloads of a run, indexed by the labels of their pods."""

    def __init__(
        self,
        collection: WorkloadCollection,
        namespaces_of: Callable[[Document], tuple[str, ...]],
    ) -> None:
        """Index workloads; ``namespaces_of`` returns the namespaces of an object."""
        self.all = collection
        self._namespaces_of = namespaces_of
        self._in_namespace: dict[str, array[int]] = defaultdict(lambda: array("I"))
        # By namespace and label key: workloads whose pods get that label from a controller.
        self._added: dict[tuple[str, str], array[int]] = defaultdict(lambda: array("I"))
        self._by_label = Postings(self._pairs(), len(collection))

    def _pairs(self) -> Iterator[list[tuple[str, str, str]]]:
        """Yield the labels of each workload with its namespaces, and index its namespaces."""
        for number, workload in enumerate(self.all):
            pairs: list[tuple[str, str, str]] = []
            for namespace in self._namespaces_of(workload.document):
                self._in_namespace[namespace].append(number)
                pairs += [(namespace, *pair) for pair in workload.labels.items()]
                for key in workload.added:
                    self._added[namespace, key].append(number)
            yield pairs

    def in_namespaces(self, namespaces: Iterable[str]) -> list[Workload]:
        """Return all workloads of some namespaces, in the order of the run."""
        numbers = {n for namespace in namespaces for n in self._in_namespace.get(namespace, ())}
        return [self.all[number] for number in sorted(numbers)]

    def numbers_in(self, namespace: str) -> Sequence[int]:
        """Return the numbers of all workloads of a namespace, in ascending order."""
        return self._in_namespace.get(namespace, ())

    def has_any_in(self, namespaces: Iterable[str]) -> bool:
        """Return whether any workload is in one of some namespaces."""
        return any(namespace in self._in_namespace for namespace in namespaces)

    def selected(
        self, namespaces: Sequence[str], selector: Mapping[str, str], *, only_certain: bool = False
    ) -> list[Workload]:
        """Return the workloads whose pods have every label of a non-empty selector.

        Labels that controllers add count if some pods may have the value; with ``only_certain``,
        if all of them have it.
        """
        found: dict[int, Workload] = {}
        for namespace in namespaces:
            for number in self._rarest(namespace, selector):
                workload = self.all[number]
                spaces = self._namespaces_of(workload.document)
                if namespace in spaces and has_labels(
                    workload, selector, only_certain=only_certain
                ):
                    found[number] = workload
        return [found[number] for number in sorted(found)] if len(found) > 1 else [*found.values()]

    def sharing(self, namespace: str, key: str, value: str, most: int) -> list[Workload]:
        """Return up to ``most`` workloads whose pods have a label."""
        candidates = map(self.all.__getitem__, self._by_label.get((namespace, key, value)))
        fitting = (
            each
            for each in candidates
            if each.labels.get(key) == value and namespace in self._namespaces_of(each.document)
        )
        return list(islice(fitting, most))

    def _rarest(self, namespace: str, selector: Mapping[str, str]) -> Collection[int]:
        """Return the candidates of the label in a selector that has the fewest."""
        rarest: Collection[int] | None = None
        for key, value in selector.items():
            found = self._by_label.get((namespace, key, value))
            if (namespace, key) in self._added:
                found = (*found, *self._added[namespace, key])
            if rarest is None or len(found) < len(rarest):
                rarest = found
            if len(rarest) < 2:
                break
        return rarest or ()


def has_labels(
    workload: Workload, selector: Mapping[str, str], *, only_certain: bool = False
) -> bool:
    """Return whether the pods of a workload have every label of a selector."""
    for key, value in selector.items():
        if not workload.has_label(key, value, only_certain=only_certain):
            return False
    return True


def matches(found: Mapping[str, str], selector: Data) -> bool:
    """Return whether labels satisfy a LabelSelector: ``matchLabels`` and ``matchExpressions``.

    An empty selector matches everything. Source: LabelSelectorAsSelector of k8s.io/apimachinery.
    """
    for key, value in labels(selector.get("matchLabels")).items():
        if found.get(key) != value:
            return False
    expressions = sequence(selector.get("matchExpressions"))
    return not expressions or all(_expression_holds(found, mapping(item)) for item in expressions)


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
