"""A selector matches no pods in the checked files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    absent,
    is_label_of_operator,
    is_made_by_operator,
    is_managed,
    is_selecting_state,
    labels_of,
    nearly_absent,
    selected_workloads,
    selector_of,
    slices_of,
    suggest_workload,
)
from svclint.kubernetes.targets.releases import is_of_release
from svclint.kubernetes.targets.selecting_elsewhere import (
    is_selecting_elsewhere,
    may_be_selecting_elsewhere,
)
from svclint.kubernetes.targets.variants import is_selecting_variant
from svclint.kubernetes.workloads import POD_NAME
from svclint.model import Report, Severity
from svclint.model.data import mapping
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS

# Source: https://docs.kubelinter.io/#/configuring-kubelinter?id=ignoring-violations-for-specific-cases
_DANGLING = "ignore-check.kube-linter.io/dangling-service"


@reference_rule("selector-matches-nothing", Severity.WARNING, since="0.1", where=("selector",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A selector matches no pods in the checked files."""
    selected = selected_workloads(document, inventory)
    if any(inventory.are_together(document, each.document) for each in selected):
        return
    selector = selector_of(document)
    is_elsewhere = all(map(is_managed, inventory.namespaces(document)))
    is_elsewhere |= _DANGLING in mapping(document.value(("metadata", "annotations")))
    if not selector or is_elsewhere or slices_of(document, inventory):
        return
    is_closed = inventory.is_closed(document, WORKLOAD_KINDS)
    if not is_closed and not inventory.workloads.has_any_beside(inventory.numbers(document)):
        # Without any workload, only Services are deployed or checked here on purpose.
        return
    if (
        is_made_by_operator(document, selector.values(), inventory, keys=selector)
        or is_selecting_state(document, inventory)
        or is_selecting_variant(document, inventory)
    ):
        return
    path, remedy = ("spec", "selector"), "compare the selector with the labels of the pod template"
    found = suggest_workload(document, inventory)
    others = () if found is None else labels_of(found.workload, inventory)
    spaces = inventory.namespaces(document)
    is_there = is_selecting_elsewhere(document, selector, spaces, inventory)
    is_beside = found is not None and found.workload.document.file == document.file
    if found is not None and found.is_likely and (is_beside or not is_there):
        fact = f"the selector matches no pods; {found.message}"
        report = Report(path, fact, found.remedy or remedy, others=others)
        yield nearly_absent(report, document, inventory, WORKLOAD_KINDS)
        return
    if selected or may_be_selecting_elsewhere(document, selector, spaces, inventory):
        return
    if is_label_of_operator(selector, inventory):
        return
    if not is_closed and _is_of_other_manifests(document, selector, inventory):
        return
    pairs = ", ".join(f"{key}={value}" for key, value in selector.items())
    if found is not None:
        fact = f"no pods with the labels {pairs} are found ({found.message})"
    elif inventory.workloads.has_any_in(inventory.search_places(document)):
        fact = f"no workload has pods with the labels {pairs}"
    else:
        quoted = ", ".join(f'"{each}"' for each in inventory.namespaces(document))
        fact = f"no workload found in namespace {quoted}"
    report = Report(path, fact, (found and found.remedy) or remedy, others=others)
    space = "" if found is None else None
    yield from absent(report, document, inventory, WORKLOAD_KINDS, space)


def _is_of_other_manifests(
    document: Document, selector: Mapping[str, str], inventory: Inventory
) -> bool:
    """Return whether the pods are those of a chart, or of a StatefulSet named elsewhere.

    A single pod is selected by a name that may get a prefix where it is deployed.
    """
    return POD_NAME in selector or is_of_release(document, selector.values(), inventory)
