"""A selector matches no pods in the checked files."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import selected_workloads, selector_of, slices_of, suggest_workload
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("selector-matches-nothing", Severity.WARNING, since="0.1", where=("selector",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A selector matches no pods in the checked files."""
    if selected_workloads(document, inventory):
        return
    selector = selector_of(document)
    if not selector or slices_of(document, inventory):
        return
    if not inventory.workloads.all:
        # Without any workload, only Services are checked on purpose.
        return
    path = ("spec", "selector")
    found = suggest_workload(document, inventory)
    if found is not None:
        yield Report(
            path,
            f"no pods in the checked files match the selector; {found.message}",
            found.remedy,
            severity=Severity.WARNING if found.is_likely else Severity.INFO,
        )
        return
    pairs = ", ".join(f"{key}={value}" for key, value in selector.items())
    namespaces = inventory.namespaces(document)
    if inventory.workloads.has_any_in(namespaces):
        fact = f"no workload in the checked files has pods with the labels {pairs}"
    else:
        quoted = ", ".join(f'"{each}"' for each in namespaces)
        fact = f"no workload found in namespace {quoted} of the checked files"
    yield Report(
        path,
        f"{fact}; it may be defined elsewhere",
        "compare the selector with the labels of the pod template",
        severity=Severity.INFO,
        is_elsewhere=True,
    )
