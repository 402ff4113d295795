"""A ServiceMonitor, PodMonitor or Probe selects nothing in the checked files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.selection import matches, spell_labels
from svclint.kubernetes.targets import (
    absent,
    is_label_of_operator,
    is_made_by_operator,
    is_managed,
    is_of_prometheus_operator,
    is_similar,
    is_unknown,
    monitored_ingresses,
    monitored_services,
    monitored_workloads,
    nearly_absent,
    place_of,
    selector_of,
)
from svclint.kubernetes.targets.release_namespaces import has_no_namespace, may_share_namespace
from svclint.kubernetes.targets.releases import is_of_release
from svclint.model import Path, Report, Severity
from svclint.model.data import labels, mapping, sequence, text
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS

_MOST = 2000
# Services that a cluster, its DNS or the Prometheus operator makes; no manifest contains them.
_OF_CLUSTER = (
    {"component": "apiserver", "provider": "kubernetes"},
    {"k8s-app": "kube-dns"},
    {"k8s-app": "kubelet", "app.kubernetes.io/name": "kubelet"},
    {"k8s-app": "kubelet"},
    {"app.kubernetes.io/name": "kubelet"},
)


class _Candidate(NamedTuple):
    """An object that a monitor might select, and the labels by which it is selected."""

    document: Document
    labels: Mapping[str, str]
    # Labels that are near but do not count.
    other_labels: Mapping[str, str]
    other: str

    def __str__(self) -> str:
        name = self.document.object_name.name
        return f'{self.document.kind} "{name}" ({place_of(self.document)})'


@reference_rule(
    "monitor-selects-nothing",
    Severity.WARNING,
    since="0.1",
    kinds=("ServiceMonitor", "PodMonitor", "Probe"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A ServiceMonitor, PodMonitor or Probe selects nothing in the checked files."""
    path, kind, selected, candidates = _PARTS[document.kind]
    selector = mapping(document.value(path))
    pairs = labels(selector.get("matchLabels"))
    if not pairs or pairs in _OF_CLUSTER or selected(document, inventory):
        return
    if not is_of_prometheus_operator(document):
        return
    if is_made_by_operator(document, pairs.values(), inventory, pairs):
        return
    fact = f"no {kind} has the labels {spell_labels(pairs)}"
    kinds = WORKLOAD_KINDS if kind == "pod" else (kind,)
    where = "" if inventory.is_closed(document, kinds) else " in the checked files"
    near_fact = f"no {kind}{where} has the labels {spell_labels(pairs)}"
    known = inventory.cache.computed(("monitored", kind), lambda: list(candidates(inventory)))
    scope = mapping(document.value((*path[:-1], "namespaceSelector")))
    is_everywhere = scope.get("any") is True
    names = sequence(scope.get("matchNames"))
    if any(
        matches(each.labels, selector)
        and (
            is_everywhere
            or may_share_namespace(document, each.document, inventory)
            # The monitor knows into which namespace it is applied.
            or (names and has_no_namespace(each.document, inventory))
        )
        for each in known
    ):
        return
    near_miss = None
    together = (each for each in known if inventory.are_together(document, each.document))
    for candidate in islice(together, _MOST):
        if is_unknown(candidate.document, ("metadata", "labels")):
            return
        near_miss = near_miss or _near_miss(document, path, near_fact, candidate, inventory)
    if near_miss is not None:
        yield nearly_absent(near_miss, document, inventory, kinds)
    elif not is_label_of_operator(pairs, inventory):
        if is_everywhere or _has_variant(document, selector, known, inventory):
            return
        space = text(names[0]) if names else ""
        if not inventory.is_closed(document, kinds) and (
            is_managed(space) or is_of_release(document, pairs.values(), inventory)
        ):
            return
        yield from absent(Report(path, fact, "check the labels"), document, inventory, kinds, space)


def _has_variant(
    document: Document,
    selector: dict[str, Any],
    candidates: Iterable[_Candidate],
    inventory: Inventory,
) -> bool:
    """Return whether a variant in another file has the labels that are selected."""
    return any(
        matches(each.labels, selector) and inventory.may_complete(each.document, document)
        for each in candidates
    )


def _near_miss(
    document: Document, path: Path, fact: str, candidate: _Candidate, inventory: Inventory
) -> Report | None:
    """Return a report of what a monitor was probably meant to select."""
    selector = mapping(document.value(path))
    wanted = labels(selector.get("matchLabels"))
    if matches(candidate.labels, selector):
        space = inventory.namespaces(candidate.document)[0]
        is_written = bool(candidate.document.object_name.namespace)
        names = mapping(document.value((*path[:-1], "namespaceSelector"))).get("matchNames")
        remedy = (
            f"add {space} to matchNames"
            if names
            else (f"add namespaceSelector: {{matchNames: [{space}]}}")
        )
        doubt = "" if is_written else ", unless it is applied with --namespace"
        return Report(
            path,
            f'{fact} in its namespaces; {candidate} has them in namespace "{space}"{doubt}',
            remedy,
            severity=None if is_written else Severity.NOTE,
        )
    if all(candidate.other_labels.get(key) == value for key, value in wanted.items()):
        return Report(
            path,
            f"{fact}; {candidate} has them only {candidate.other}",
            "put the labels into its metadata, or select those that it has",
        )
    missed = [(key, value) for key, value in wanted.items() if candidate.labels.get(key) != value]
    similar = [_similar_label(key, value, candidate.labels) for key, value in missed]
    if all(similar):
        return Report(
            path,
            f"{fact}; did you mean {' and '.join(similar)} of {candidate}?",
            f"write {' and '.join(similar)}",
        )
    return None


def _similar_label(key: str, value: str, own: Mapping[str, str]) -> str:
    """Return a label that is similar to a wanted one, by its value or its key."""
    found = own.get(key)
    if found is not None:
        is_part = f"{found}-" in f"{value}-" or f"{value}-" in f"{found}-"
        return f"{key}: {found}" if is_similar(found, value) or is_part else ""
    short = key.rpartition("/")[2]
    names = {"app", "name", "k8s-app", short}
    return next((f"{each}: {value}" for each, its in own.items()
                 if its == value and each.rpartition("/")[2] in names), "")  # fmt: skip


def _services(inventory: Inventory) -> Iterator[_Candidate]:
    for service in inventory.services():
        own = labels(service.value(("metadata", "labels")))
        yield _Candidate(service, own, selector_of(service), "in its selector")


def _workloads(inventory: Inventory) -> Iterator[_Candidate]:
    for workload in inventory.workloads.all:
        yield _Candidate(
            workload.document, workload.labels, workload.own_labels, "in its own metadata"
        )


def _ingresses(inventory: Inventory) -> Iterator[_Candidate]:
    for ingress in inventory.of_kind("networking.k8s.io", "Ingress"):
        yield _Candidate(ingress, labels(ingress.value(("metadata", "labels"))), {}, "")


_PARTS: dict[str, tuple[Path, str, Callable[..., object], Callable[..., Iterator[_Candidate]]]] = {
    "ServiceMonitor": (("spec", "selector"), "Service", monitored_services, _services),
    "PodMonitor": (("spec", "selector"), "pod", monitored_workloads, _workloads),
    "Probe": (
        ("spec", "targets", "ingress", "selector"), "Ingress", monitored_ingresses, _ingresses
    ),
}  # fmt: skip
