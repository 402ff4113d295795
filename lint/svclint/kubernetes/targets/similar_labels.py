"""Workloads whose pods nearly have some labels: with a similar value, or under another key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.name_index import Place
from svclint.kubernetes.targets.label_overlap import label_overlap
from svclint.kubernetes.targets.similarity import is_typo_of_word
from svclint.kubernetes.workloads import Workload

# Keys with one purpose; a label may be under any of them.
NAME_KEYS = frozenset(("app", "name", "k8s-app", "run", "app.kubernetes.io/name"))
_FEW = 12


def similar_labels(
    pairs: Mapping[str, str], place: Place, inventory: Inventory
) -> Iterator[tuple[Workload, list[str]]]:
    """Yield workloads of a place that nearly have some labels, each with what they have instead.

    Each label that they lack is there with a likely typo, or with the same value under a key for
    the same purpose, or the name of the workload was written for the value.
    """
    for workload in _candidates(pairs, place, inventory):
        missed = [
            (key, value) for key, value in pairs.items() if not workload.has_label(key, value)
        ]
        found = [
            _label_of_name(workload, key, value) or label_instead(workload.labels, key, value)
            for key, value in missed
        ]
        if missed and all(found):
            yield workload, found


def _candidates(pairs: Mapping[str, str], place: Place, inventory: Inventory) -> Iterator[Workload]:
    overlap = label_overlap(place[0], inventory)
    for key, value in pairs.items():
        for each in islice(chain((value,), overlap.similar(key, value)), _FEW):
            yield from inventory.workloads.sharing(place, key, each, _FEW)
        named = (w for w in overlap.named(value) if inventory.is_in(place, w.document))
        yield from islice(named, _FEW)
        with_value = (w for w in overlap.with_value(value) if inventory.is_in(place, w.document))
        yield from islice(with_value, _FEW)


def _label_of_name(workload: Workload, key: str, value: str) -> str:
    """Return the label of a workload whose name was written for its value; else empty."""
    own = workload.labels.get(key, "")
    return f"{key}: {own}" if own and value == workload.name and key in NAME_KEYS else ""


def label_instead(own: Mapping[str, str], key: str, value: str) -> str:
    """Return which of some labels (``key: value``) stands for one that they lack; else empty."""
    found = own.get(key)
    if found is not None:
        return f"{key}: {found}" if is_typo_of_word(found, value) else ""
    others = NAME_KEYS if key in NAME_KEYS else frozenset[str]()
    return next((f"{k}: {value}" for k, v in own.items() if v == value and k in others), "")
