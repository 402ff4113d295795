"""A ServiceMonitor, PodMonitor or Probe selects nothing in the checked files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.selection import matches, spell_labels
from svclint.kubernetes.targets import (
    absent,
    is_label_of_operator,
    is_made_by_operator,
    is_managed,
    is_of_prometheus_operator,
    is_similar,
    monitored_ingresses,
    monitored_services,
    monitored_workloads,
    nearly_absent,
)
from svclint.kubernetes.targets.monitor_candidates import (
    MonitorCandidate,
    MonitorCandidates,
    has_words_of,
    monitor_candidates,
)
from svclint.kubernetes.targets.monitors import (
    monitor_selector,
    named_namespaces,
    selector_path,
    watched_namespaces,
)
from svclint.kubernetes.targets.release_namespaces import has_no_namespace, may_share_namespace
from svclint.kubernetes.targets.releases import is_of_release
from svclint.model import Report, Severity
from svclint.model.data import labels
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS

_PLURALS = {"Service": "Services", "pod": "pods", "Ingress": "Ingresses"}
# Services that a cluster, its DNS or the Prometheus operator makes; no manifest contains them.
_OF_CLUSTER = (
    {"component": "apiserver", "provider": "kubernetes"},
    {"k8s-app": "kube-dns"},
    {"k8s-app": "kubelet", "app.kubernetes.io/name": "kubelet"},
    {"k8s-app": "kubelet"},
    {"app.kubernetes.io/name": "kubelet"},
)


# The kind of the objects that each kind of monitor selects, and the function that finds them.
_SELECTED: dict[str, tuple[str, Callable[[Document, Inventory], Sequence[object]]]] = {
    "ServiceMonitor": ("Service", monitored_services),
    "PodMonitor": ("pod", monitored_workloads),
    "Probe": ("Ingress", monitored_ingresses),
}


@reference_rule(
    "monitor-selects-nothing",
    Severity.WARNING,
    since="0.1",
    kinds=("ServiceMonitor", "PodMonitor", "Probe"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A ServiceMonitor, PodMonitor or Probe selects nothing in the checked files."""
    selector = monitor_selector(document)
    pairs = labels(selector.get("matchLabels"))
    kind, selected = _SELECTED[document.kind]
    if not pairs or pairs in _OF_CLUSTER or selected(document, inventory):
        return
    if not is_of_prometheus_operator(document):
        return
    if is_made_by_operator(document, pairs.values(), inventory, pairs):
        return
    candidates = monitor_candidates(document.kind, inventory)
    if any(_may_be_selected(document, each, inventory) for each in candidates.matching(selector)):
        return
    if candidates.has_unknown_labels(document):
        return
    kinds = WORKLOAD_KINDS if kind == "pod" else (kind,)
    similar = candidates.similar(document, pairs)
    is_there = _is_elsewhere(document, candidates, inventory)
    # An object with the very labels, in another namespace, explains more than a similar one.
    for candidate in sorted(similar, key=lambda each: not matches(each.labels, selector)):
        if is_there and not matches(candidate.labels, selector):
            return
        near_miss = _near_miss(document, candidate, inventory)
        if near_miss is not None:
            yield nearly_absent(near_miss, document, inventory, kinds)
            return
    if not is_label_of_operator(pairs, inventory):
        yield from _absent(document, candidates, kinds, inventory)


def _may_be_selected(document: Document, candidate: MonitorCandidate, inventory: Inventory) -> bool:
    """Return whether an object with the labels may be in a namespace that a monitor watches."""
    return (
        watched_namespaces(document, inventory) is None
        or may_share_namespace(document, candidate.document, inventory)
        # The monitor knows into which namespace it is applied.
        or (bool(named_namespaces(document)) and has_no_namespace(candidate.document, inventory))
    )


def _absent(
    document: Document,
    candidates: MonitorCandidates,
    kinds: Collection[str],
    inventory: Inventory,
) -> list[Report]:
    """Return the report of labels that nothing near has; none if it is elsewhere."""
    selector, spaces = monitor_selector(document), watched_namespaces(document, inventory)
    if spaces is None or _is_elsewhere(document, candidates, inventory):
        return []
    pairs = labels(selector.get("matchLabels"))
    space = spaces[0] if named_namespaces(document) else ""
    if not inventory.is_closed(document, kinds) and (
        is_managed(space) or is_of_release(document, pairs.values(), inventory)
    ):
        return []
    kind, _ = _SELECTED[document.kind]
    report = Report(
        selector_path(document.kind),
        f"{_fact(document)}none has the labels {spell_labels(pairs)}",
        f"compare matchLabels with the labels of the {_PLURALS[kind]}",
    )
    return absent(report, document, inventory, kinds, space)


def _is_elsewhere(document: Document, candidates: MonitorCandidates, inventory: Inventory) -> bool:
    """Return whether another deployment may complete this one with what a monitor selects."""
    found = candidates.matching(monitor_selector(document))
    return any(inventory.may_complete(each.document, document) for each in found)


def _fact(document: Document) -> str:
    kind, _ = _SELECTED[document.kind]
    return f'{document.kind} "{document.object_name.name}" selects no {kind}: '


def _near_miss(
    document: Document, candidate: MonitorCandidate, inventory: Inventory
) -> Report | None:
    """Return a report of what a monitor was probably meant to select."""
    path, selector = selector_path(document.kind), monitor_selector(document)
    wanted = labels(selector.get("matchLabels"))
    shown = f"the labels {spell_labels(wanted)}"
    if matches(candidate.labels, selector):
        space = inventory.namespaces(candidate.document)[0]
        watched = '" and "'.join(watched_namespaces(document, inventory) or ())
        is_written = bool(candidate.document.object_name.namespace)
        doubt = "" if is_written else ", unless it is applied with --namespace"
        return Report(
            path,
            f'{_fact(document)}{candidate} has {shown} in namespace "{space}"{doubt}, but the '
            f'monitor watches only "{watched}"',
            f"add {space} to matchNames"
            if named_namespaces(document)
            else f"add namespaceSelector: {{matchNames: [{space}]}}",
            severity=None if is_written else Severity.NOTE,
        )
    if all(candidate.other_labels.get(key) == value for key, value in wanted.items()):
        return Report(
            path,
            f"{_fact(document)}{candidate} has {shown} only {candidate.other}",
            "put the labels into its metadata, or select those that it has",
        )
    missed = [(key, value) for key, value in wanted.items() if candidate.labels.get(key) != value]
    similar = [_similar_label(key, value, candidate.labels) for key, value in missed]
    if all(similar):
        meant = " and ".join(similar)
        return Report(
            path,
            f"{_fact(document)}none in the checked files has {shown}; did you mean {meant} of "
            f"{candidate}?",
            f"write {meant}",
        )
    return None


def _similar_label(key: str, value: str, own: Mapping[str, str]) -> str:
    """Return a label that is similar to a wanted one, by its value or its key."""
    found = own.get(key)
    if found is not None:
        is_part = has_words_of(found, value) or has_words_of(value, found)
        return f"{key}: {found}" if is_similar(found, value) or is_part else ""
    short = key.rpartition("/")[2]
    names = {"app", "name", "k8s-app", short}
    return next((f"{each}: {value}" for each, its in own.items()
                 if its == value and each.rpartition("/")[2] in names), "")  # fmt: skip
