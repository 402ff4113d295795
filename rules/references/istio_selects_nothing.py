"""An object of Istio selects no pods in the checked files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.selection import has_labels, spell_labels
from svclint.kubernetes.targets import (
    absent,
    backends_of,
    label_instead,
    place_of,
    selected_workloads,
)
from svclint.kubernetes.targets.selecting_elsewhere import is_selecting_elsewhere
from svclint.kubernetes.workloads import Workload
from svclint.model import Path, Report, Severity
from svclint.model.data import group_of, labels, mapping, sequence, text
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS

# A larger run would feel a pass over all workloads for each object.
_MOST = 2000


@reference_rule(
    "istio-selects-nothing",
    Severity.WARNING,
    since="0.1",
    kinds=("Gateway", "ServiceEntry", "DestinationRule"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """An object of Istio selects no pods in the checked files."""
    if group_of(document.api_version) != "networking.istio.io":
        return
    if document.kind == "DestinationRule":
        yield from _of_subsets(document, inventory)
        return
    is_gateway = document.kind == "Gateway"
    path: Path = ("spec", "selector") if is_gateway else ("spec", "workloadSelector", "labels")
    wanted = labels(document.value(path))
    if not wanted or len(inventory.workloads.all) > _MOST:
        return
    own = set(inventory.namespaces(document))
    workloads = [
        each
        for each in inventory.workloads.all
        if inventory.are_together(document, each.document)
        # A Gateway selects pods of every namespace.
        and (is_gateway or not own.isdisjoint(inventory.namespaces(each.document)))
    ]
    if any(has_labels(each, wanted) for each in workloads):
        return
    fact = f"no workload has pods with the labels {spell_labels(wanted)}"
    near = _near_miss(path, fact, wanted, workloads)
    spaces = None if is_gateway else tuple(own)
    if near is not None and not is_selecting_elsewhere(document, wanted, spaces, inventory):
        yield near
    elif inventory.is_closed(document, WORKLOAD_KINDS):
        yield from absent(
            Report(path, fact, "check the labels"), document, inventory, WORKLOAD_KINDS
        )


def _of_subsets(document: Document, inventory: Inventory) -> Iterator[Report]:
    services = [service for _, found in backends_of(document, inventory) for service in found]
    together = [each for each in services if inventory.are_together(document, each)]
    workloads = selected_workloads(together[0], inventory) if together else []
    if not workloads:
        return
    for at, entry in enumerate(sequence(document.value(("spec", "subsets")))):
        wanted, name = labels(mapping(entry).get("labels")), text(mapping(entry).get("name"))
        if any(has_labels(each, wanted) for each in workloads):
            continue
        path: Path = ("spec", "subsets", at, "labels")
        fact = (
            f'no pods of Service "{together[0].object_name.name}" have the labels '
            f'{spell_labels(wanted)}, so subset "{name}" is empty'
        )
        near = _near_miss(path, fact, wanted, workloads)
        if near is not None:
            yield near
        else:
            yield from absent(
                Report(path, fact, "check the labels"), document, inventory, WORKLOAD_KINDS
            )


def _near_miss(
    path: Path, fact: str, wanted: Mapping[str, str], workloads: Iterable[Workload]
) -> Report | None:
    """Return a report of the pods that were probably meant."""
    for workload in workloads:
        missed = [pair for pair in wanted.items() if workload.labels.get(pair[0]) != pair[1]]
        similar = [label_instead(workload.labels, *pair) for pair in missed]
        if similar and all(similar):
            meant = ", ".join(similar)
            return Report(
                path,
                f"{fact}; did you mean {meant} of {workload} ({place_of(workload.document)})?",
                f"write {meant}",
            )
    return None
