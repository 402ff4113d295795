"""Selection: the workloads that a selector matches, found by index instead of by search."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Any

from svclint.kubernetes.deployments import Relations
from svclint.kubernetes.name_index import Order, Place
from svclint.kubernetes.postings import Postings
from svclint.kubernetes.reference_limit import count_found
from svclint.kubernetes.workloads import Workload, WorkloadCollection
from svclint.model import Data
from svclint.model.data import labels, mapping, sequence, text

# Of the workloads of other deployments, a few are enough.
_FEW = 50


class Workloads:
    """The workloads of a run, indexed by deployment, namespace and the labels of their pods."""

    def __init__(
        self,
        collection: WorkloadCollection,
        relations: Relations,
    ) -> None:
        """Index workloads; ``relations`` know the deployments and namespaces of an object."""
        self.all = collection
        self._places_of, self._is_in = relations.places, relations.is_in
        self._in_place: dict[Place, array[int]] = defaultdict(lambda: array("I"))
        self._in_deployment: dict[int, dict[int, None]] = defaultdict(dict)
        # By place and label key: workloads whose pods get that label from a controller.
        self._added: dict[tuple[Place, str], array[int]] = defaultdict(lambda: array("I"))
        self._by_label = Postings(self._pairs(), len(collection))
        self._order: Order | None = None

    def _pairs(self) -> Iterator[list[tuple[Place, str, str]]]:
        """Yield the labels of each workload with its places, and index its places."""
        for number, workload in enumerate(self.all):
            yield self._placed_pairs(number, workload)

    def _placed_pairs(self, number: int, workload: Workload) -> list[tuple[Place, str, str]]:
        pairs: list[tuple[Place, str, str]] = []
        for place in self._places_of(workload.document):
            self._in_place[place].append(number)
            self._in_deployment[place[0]][number] = None
            pairs += [(place, *pair) for pair in workload.labels.items()]
            for key in workload.added:
                self._added[place, key].append(number)
        return pairs

    def add(self, workload: Workload, order: Order) -> int:
        """Add a workload; what is found is sorted by ``order`` from now on. Return its number."""
        self._order = order
        number = self.all.add(workload)
        workload = self.all[number]
        self._by_label.add(number, self._placed_pairs(number, workload))
        if "_anywhere" in vars(self):
            self._anywhere.add(number, _labels_anywhere(workload))
        return number

    def remove(self, number: int) -> None:
        """Remove a workload; its number is not used again."""
        workload = self.all.empty(number)
        for place in self._places_of(workload.document):
            self._in_place[place].remove(number)
            self._in_deployment[place[0]].pop(number)
            for key in workload.added:
                self._added[place, key].remove(number)
            if not self._in_place[place]:
                del self._in_place[place]
            if not self._in_deployment[place[0]]:
                del self._in_deployment[place[0]]

    def _sorted(self, numbers: Collection[int]) -> list[Workload]:
        """Return the workloads with some numbers, in the order of the run."""
        order = self._order
        if order is None:
            return [self.all[number] for number in sorted(numbers)]
        found = [self.all[number] for number in numbers]
        return sorted(found, key=lambda workload: order(workload.document))

    def within(self, places: Iterable[Place]) -> list[Workload]:
        """Return all workloads of some places, in the order of the run."""
        numbers = {number for place in places for number in self._in_place.get(place, ())}
        count_found(len(numbers))
        return self._sorted(numbers)

    def numbers_in(self, deployment: int) -> Collection[int]:
        """Return the numbers of all workloads of a deployment."""
        found = self._in_deployment.get(deployment, ())
        count_found(len(found))
        return found

    def has_any_beside(self, deployments: Iterable[int]) -> bool:
        """Return whether any workload is in one of some deployments."""
        return any(number in self._in_deployment for number in deployments)

    def has_any_in(self, places: Iterable[Place]) -> bool:
        """Return whether any workload is in one of some places."""
        return any(place in self._in_place for place in places)

    def selected(
        self, places: Sequence[Place], selector: Mapping[str, str], *, only_certain: bool = False
    ) -> list[Workload]:
        """Return the workloads whose pods have every label of a non-empty selector.

        Labels that controllers add count if some pods may have the value; with ``only_certain``,
        if all of them have it.
        """
        found: set[int] = set()
        for place in places:
            candidates = self._rarest(place, selector)
            count_found(len(candidates))
            for number in candidates:
                workload = self.all[number]
                if self._is_in(place, workload.document) and has_labels(
                    workload, selector, only_certain=only_certain
                ):
                    found.add(number)
        return self._sorted(found)

    def selected_anywhere(
        self,
        namespaces: Sequence[str] | None,
        selector: Mapping[str, str],
        *,
        only_certain: bool = False,
    ) -> Iterator[Workload]:
        """Yield a few such workloads of some namespaces, or of all, of any deployment."""
        known = self._anywhere
        postings = [(known.get(pair), known.get(pair[0])) for pair in selector.items()]
        rarest = min(postings, key=lambda found: sum(map(len, found)))
        candidates = map(self.all.__getitem__, islice(chain(*rarest), 10 * _FEW))
        fitting = (
            workload
            for workload in candidates
            if has_labels(workload, selector, only_certain=only_certain)
            and (
                namespaces is None
                or any(space in namespaces for _, space in self._places_of(workload.document))
            )
        )
        return islice(fitting, _FEW)

    def sharing(self, place: Place, key: str, value: str, most: int) -> list[Workload]:
        """Return up to ``most`` workloads whose pods have a label."""
        candidates = map(self.all.__getitem__, self._by_label.get((place, key, value)))
        fitting = (
            each
            for each in candidates
            if each.labels.get(key) == value and self._is_in(place, each.document)
        )
        return list(islice(fitting, most))

    @cached_property
    def _anywhere(self) -> Postings:
        """Workloads by the labels of their pods, and by the keys of those that controllers add.

        Few runs need it.
        """
        return Postings(map(_labels_anywhere, self.all), len(self.all))

    def _rarest(self, place: Place, selector: Mapping[str, str]) -> Collection[int]:
        """Return the candidates of the label in a selector that has the fewest."""
        rarest: Collection[int] | None = None
        for key, value in selector.items():
            found = self._by_label.get((place, key, value))
            if (place, key) in self._added:
                found = (*found, *self._added[place, key])
            if rarest is None or len(found) < len(rarest):
                rarest = found
            if len(rarest) < 2:
                break
        return rarest or ()


def _labels_anywhere(workload: Workload) -> Iterator[tuple[str, str] | str]:
    return chain(workload.labels.items(), workload.added)


def spell_labels(pairs: Mapping[str, str]) -> str:
    """Return labels as a manifest has them, on one line: ``app: web, tier: front``."""
    return ", ".join(f"{key}: {value}" for key, value in pairs.items())


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
