"""Suggestions for selectors that match nothing and for names of Services that do not exist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.proximity import distance, is_near
from svclint.kubernetes.selection import has_labels
from svclint.kubernetes.targets.label_overlap import LabelOverlap
from svclint.kubernetes.targets.named_ports import is_related
from svclint.kubernetes.targets.resolve import selector_of
from svclint.kubernetes.targets.service_index import service_index
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
    """Return the workload that a selector which matches nothing probably should match."""
    if "label overlap" not in inventory.cache:
        inventory.cache["label overlap"] = LabelOverlap(inventory)
    overlap: LabelOverlap = inventory.cache["label overlap"]
    selector = selector_of(service)
    candidates = {
        id(workload.document): workload
        for namespace in inventory.namespaces(service)
        for workload in _candidates(service, selector, namespace, inventory, overlap)
    }
    ranked = sorted(
        candidates.values(),
        key=lambda workload: (
            -_match_score(service, workload, selector),
            distance(workload.document, service),
        ),
    )
    for workload in ranked:
        found = _suggestion(service, selector, workload, overlap)
        if found is not None:
            return found
    return _elsewhere(service, selector, inventory, overlap)


def _candidates(
    service: Document,
    selector: Mapping[str, str],
    namespace: str,
    inventory: Inventory,
    overlap: LabelOverlap,
) -> Iterator[Workload]:
    local = overlap.within(namespace)
    yield from islice(local.named(service.object_name.name), _FEW)
    for key, value in selector.items():
        values = chain((value,), local.similar(key, value))
        for each in islice(values, _FEW):
            yield from inventory.workloads.sharing(namespace, key, each, _FEW)
        yield from islice(local.with_value(value), _FEW)
        yield from islice(local.with_own_label((key, value)), _FEW)


def _match_score(service: Document, workload: Workload, selector: Mapping[str, str]) -> int:
    """Return a score: 2 for each label that matches, 1 for each that nearly matches."""
    return sum(
        2 if workload.has_label(key, value) else bool(_similar_label(service, workload, key, value))
        for key, value in selector.items()
    )


def _similar_label(service: Document, workload: Workload, key: str, value: str) -> str:
    """Return the label of a workload (``key: value``) that is similar to one of a selector."""
    own = workload.labels.get(key)
    if own is not None and is_similar(own, value):
        return f"{key}: {own}"
    if distance(service, workload.document) > 0:
        return ""
    others = (other for other, its in workload.labels.items() if its == value and value)
    return next((f"{other}: {value}" for other in others if _are_equivalent_keys(other, key)), "")


def _are_equivalent_keys(one: str, other: str) -> bool:
    """Return whether two label keys have one purpose, as ``app`` and ``app.kubernetes.io/name``."""
    groups = ({"app", "name", "k8s-app", "run", "app.kubernetes.io/name"}, {"component", "tier"})
    return one.rpartition("/")[2] == other.rpartition("/")[2] or any(
        one in group and other in group for group in groups
    )


def _suggestion(
    service: Document, selector: Mapping[str, str], workload: Workload, overlap: LabelOverlap
) -> SuggestedWorkload | None:
    missed = [(k, v) for k, v in selector.items() if not workload.has_label(k, v)]
    similar = [_similar_label(service, workload, key, value) for key, value in missed]
    fit = len(selector) - len(missed)
    is_ours = _is_ours(service, workload, overlap)
    matching = f"{fit} of {len(selector)} labels match"
    if all(similar):
        changes = " and ".join(
            f"`{pair}` instead of `{key}: {value}`"
            for (key, value), pair in zip(missed, similar, strict=True)
        )
        described = _describe(workload)
        message = f"{matching} {described}" if fit else f"{described} has similar labels"
        message += f"; did you mean {changes}?"
        is_misspelt = is_near(service, workload.document) and all(
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
    if has_one_name or (fit >= 2 and len(missed) == 1):
        has = ", ".join(_describe_label(workload, key) for key, _ in missed)
        message = f"{matching} {_describe(workload)}, which has {has}"
        return SuggestedWorkload(workload, message, is_ours and has_one_name, "")
    return None


def _describe(workload: Workload) -> str:
    place, _ = workload.document.locate(("metadata", "name"))
    return f"{workload} ({place.file}:{place.line})"


def _describe_label(workload: Workload, key: str) -> str:
    return f"`{key}: {workload.labels[key]}`" if key in workload.labels else f"no `{key}`"


def _is_ours(service: Document, workload: Workload, overlap: LabelOverlap) -> bool:
    """Return whether a workload certainly belongs to the application of a Service.

    It does if it is in the same file, or if it is near with a related name and defined only once.
    """
    if distance(service, workload.document) == 0:
        return True
    if not is_near(service, workload.document) or not is_related(service, workload):
        return False
    return not overlap.has_variants(workload)


def _elsewhere(
    service: Document, selector: Mapping[str, str], inventory: Inventory, overlap: LabelOverlap
) -> SuggestedWorkload | None:
    """Return a workload of another namespace that the selector would match."""
    rarest = min(selector.items(), key=overlap.count_anywhere)
    candidates = islice(overlap.anywhere(rarest), 10 * _FEW)
    fitting = [workload for workload in candidates if has_labels(workload, selector)]
    if not fitting:
        return None
    workload = min(fitting, key=lambda each: distance(each.document, service))
    theirs = ", ".join(f'"{each}"' for each in inventory.namespaces(workload.document))
    ours = ", ".join(f'"{each}"' for each in inventory.namespaces(service))
    has_namespaces = bool(service.object_name.namespace and workload.document.object_name.namespace)
    message = f"the labels match {_describe(workload)}, but it is in namespace {theirs}, not {ours}"
    is_here = distance(workload.document, service) == 0
    return SuggestedWorkload(
        workload, message, has_namespaces and is_here, "put both into the same namespace"
    )


def similarly_named_services(
    name: str, namespaces: Iterable[str], inventory: Inventory
) -> list[Document]:
    """Return a few Services of some namespaces whose names are similar to a name."""
    indexes = (_by_variant(namespace, digits(name), inventory) for namespace in namespaces)
    candidates = (
        service
        for by_variant in indexes
        for variant in deletion_variants(name)
        for service in by_variant.get(variant, ())[:_FEW]
        if is_similar(service.object_name.name, name)
    )
    return list({id(service): service for service in candidates}.values())


def _by_variant(namespace: str, its_digits: str, inventory: Inventory) -> dict[str, list[Document]]:
    """Return the Services of a namespace whose names have the same digits, by deletion variant."""
    key = "services by variant", namespace, its_digits
    if key not in inventory.cache:
        found: dict[str, list[Document]] = defaultdict(list)
        for service in service_index(_namespaced_digits, inventory).find((namespace, its_digits)):
            for variant in deletion_variants(service.object_name.name):
                found[variant].append(service)
        inventory.cache[key] = found
    services: dict[str, list[Document]] = inventory.cache[key]
    return services


def _namespaced_digits(service: Document, inventory: Inventory) -> list[tuple[str, str]]:
    its_digits = digits(service.object_name.name)
    return [(namespace, its_digits) for namespace in inventory.namespaces(service)]
