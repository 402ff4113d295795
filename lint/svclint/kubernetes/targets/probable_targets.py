"""Suggestions for selectors that match nothing and for names of Services that do not exist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.name_index import Place
from svclint.kubernetes.selection import has_labels
from svclint.kubernetes.targets.label_overlap import label_overlap
from svclint.kubernetes.targets.named_ports import is_related, specific_terms
from svclint.kubernetes.targets.object_index import service_index
from svclint.kubernetes.targets.port_messages import place_of
from svclint.kubernetes.targets.resolve import selector_of
from svclint.kubernetes.targets.similar_labels import NAME_KEYS
from svclint.kubernetes.targets.similarity import (
    deletion_variants,
    digits,
    is_likely_typo,
    is_similar,
)
from svclint.kubernetes.workloads import Workload
from svclint.source import Document

# Few candidates for each index: the search must not grow with the run.
_FEW = 12


class SuggestedWorkload(NamedTuple):
    """A workload that a selector probably should match; ``message`` says how they differ."""

    workload: Workload
    message: str
    is_likely: bool
    remedy: str


def suggest_workload(service: Document, inventory: Inventory) -> SuggestedWorkload | None:
    """Return the workload that a selector which matches nothing probably should match.

    It is one that is deployed together with the Service.
    """
    selector = selector_of(service)
    places = inventory.search_places(service)[:_FEW]
    candidates = {
        id(workload.document): workload
        for place in places
        for workload in _candidates(service, selector, place, inventory)
    }
    ranked = sorted(
        candidates.values(),
        key=lambda workload: (
            -_match_score(service, workload, selector),
            workload.document.file != service.file,
        ),
    )
    for workload in ranked:
        found = _suggestion(service, selector, workload)
        if found is not None:
            return found
    return _in_other_namespace(service, selector, places, inventory)


def _candidates(
    service: Document, selector: Mapping[str, str], place: Place, inventory: Inventory
) -> Iterator[Workload]:
    def few(found: Iterable[Workload]) -> Iterator[Workload]:
        return islice((w for w in found if inventory.is_in(place, w.document)), _FEW)

    overlap = label_overlap(place[0], inventory)
    yield from few(overlap.named(service.object_name.name))
    for key, value in selector.items():
        values = chain((value,), overlap.similar(key, value))
        for each in islice(values, _FEW):
            yield from inventory.workloads.sharing(place, key, each, _FEW)
        yield from few(overlap.with_value(value))
        yield from few(overlap.with_own_label((key, value)))


def _match_score(service: Document, workload: Workload, selector: Mapping[str, str]) -> int:
    """Return a score: 2 for each label that matches, 1 for each that nearly matches."""
    return sum(
        2 if workload.has_label(key, value) else bool(_similar_label(service, workload, key, value))
        for key, value in selector.items()
    )


def _similar_label(service: Document, workload: Workload, key: str, value: str) -> str:
    """Return the label of a workload (``key: value``) that is similar to one of a selector."""
    own = workload.labels.get(key)
    if own is not None:
        # A workload with the key itself does not keep its value under another one.
        return f"{key}: {own}" if is_similar(own, value) else ""
    if service.file != workload.document.file:
        return ""
    others = (other for other, its in workload.labels.items() if its == value and value)
    return next((f"{other}: {value}" for other in others if _are_equivalent_keys(other, key)), "")


def _are_equivalent_keys(one: str, other: str) -> bool:
    """Return whether two label keys have one purpose, as ``app`` and ``app.kubernetes.io/name``."""
    groups = (NAME_KEYS, frozenset(("component", "tier")))
    return one.rpartition("/")[2] == other.rpartition("/")[2] or any(
        one in group and other in group for group in groups
    )


def _suggestion(
    service: Document, selector: Mapping[str, str], workload: Workload
) -> SuggestedWorkload | None:
    missed = [(k, v) for k, v in selector.items() if not workload.has_label(k, v)]
    similar = [_similar_label(service, workload, key, value) for key, value in missed]
    fit = len(selector) - len(missed)
    is_ours = _is_ours(service, workload)
    matching = f"{fit} of {len(selector)} labels match"
    if all(similar):
        changes = " and ".join(
            f"`{pair}` instead of `{key}: {value}`"
            for (key, value), pair in zip(missed, similar, strict=True)
        )
        described = _describe(workload)
        message = f"{matching} {described}" if fit else f"{described} has similar labels"
        message += f"; did you mean {changes}?"
        is_misspelt = all(
            is_likely_typo(workload.labels.get(key, ""), value) for key, value in missed
        )
        is_likely = fit > 0 or is_ours or is_misspelt
        remedy = f"use {' and '.join(similar)} in the selector"
        return SuggestedWorkload(workload, message, is_likely, remedy)
    if all(workload.own_labels.get(key) == value for key, value in missed):
        pairs = " and ".join(f"`{key}: {value}`" for key, value in missed)
        message = f"{_describe(workload)} itself has {pairs}, but its pods (spec.template) do not"
        return SuggestedWorkload(workload, message, is_ours, "put the labels into the pod template")
    has_one_name = workload.name == service.object_name.name
    is_certain = is_ours and (has_one_name or _is_governed(service, workload))
    if is_certain or has_one_name or (fit >= 2 and len(missed) == 1):
        has = ", ".join(_describe_label(workload, key) for key, _ in missed)
        described = _describe(workload)
        message = f"{matching} {described}, which has {has}" if fit else f"{described} has {has}"
        return SuggestedWorkload(workload, message, is_certain, "")
    return None


def _describe(workload: Workload) -> str:
    return f"{workload} ({place_of(workload.document)})"


def _describe_label(workload: Workload, key: str) -> str:
    return f"`{key}: {workload.labels[key]}`" if key in workload.labels else f"no `{key}`"


def _is_ours(service: Document, workload: Workload) -> bool:
    """Return whether a workload of the same deployment certainly is that of a Service."""
    is_same_file = service.file == workload.document.file
    return is_same_file or is_related(service, workload) or _is_governed(service, workload)


def _is_governed(service: Document, workload: Workload) -> bool:
    """Return whether a workload is a StatefulSet that names a Service."""
    governing = workload.document.value(("spec", "serviceName"))
    return bool(governing == service.object_name.name)


def _in_other_namespace(
    service: Document, selector: Mapping[str, str], places: Sequence[Place], inventory: Inventory
) -> SuggestedWorkload | None:
    """Return a workload of the same deployment, but another namespace, that would match."""
    candidates = (
        workload
        for number in dict.fromkeys(number for number, _ in places)
        for workload in islice(
            label_overlap(number, inventory).with_label(next(iter(selector.items()))), 10 * _FEW
        )
    )
    workload = next((each for each in candidates if has_labels(each, selector)), None)
    if workload is None:
        return None
    theirs = ", ".join(f'"{each}"' for each in inventory.namespaces(workload.document))
    ours = ", ".join(f'"{each}"' for each in inventory.namespaces(service))
    has_namespaces = bool(service.object_name.namespace and workload.document.object_name.namespace)
    message = f"the labels match {_describe(workload)}, but it is in namespace {theirs}, not {ours}"
    return SuggestedWorkload(workload, message, has_namespaces, "put both into the same namespace")


def similarly_named_services(
    around: Document, name: str, namespace: str, inventory: Inventory
) -> list[Document]:
    """Return a few Services deployed together with an object whose names are similar to a name.

    They are in the ``namespace`` of a reference, by default that of the object.
    """
    places = inventory.search_places(around, namespace)[:_FEW]
    indexes = (_by_variant(place, digits(name), inventory) for place in places)
    candidates = (
        service
        for by_variant in indexes
        for variant in deletion_variants(name)
        for service in by_variant.get(variant, ())[:_FEW]
        if is_similar(service.object_name.name, name)
    )
    index = service_index(_placed_terms, inventory)
    terms = specific_terms(name)
    same = (each for place in places if terms for each in index.find((place, terms)))
    found = {id(each): each for each in chain(candidates, islice(same, _FEW))}
    return [each for each in found.values() if inventory.may_be_meant(around, each)]


def _placed_terms(service: Document, inventory: Inventory) -> list[tuple[Place, frozenset[str]]]:
    terms = specific_terms(service.object_name.name)
    return [(place, terms) for place in inventory.places(service)] if terms else []


def _by_variant(place: Place, its_digits: str, inventory: Inventory) -> dict[str, list[Document]]:
    """Return the Services of a place whose names have the same digits, by deletion variant."""

    def compute() -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = defaultdict(list)
        for service in service_index(_placed_digits, inventory).find((place, its_digits)):
            for variant in deletion_variants(service.object_name.name):
                found[variant].append(service)
        return found

    return inventory.cache.computed(("services by variant", place, its_digits), compute)


def _placed_digits(service: Document, inventory: Inventory) -> list[tuple[Place, str]]:
    its_digits = digits(service.object_name.name)
    return [(place, its_digits) for place in inventory.places(service)]
