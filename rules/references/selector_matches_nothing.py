"""A selector matches no pods in sight."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import selected_workloads, selector_of, slices_of, suggest_workload
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("selector-matches-nothing", Severity.WARNING, since="0.1", where=("selector",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A selector matches no pods in sight."""
    if selected_workloads(document, inventory):
        return
    selector = selector_of(document)
    if not selector or slices_of(document, inventory):
        return
    if not inventory.workloads.all:
        # Where the run has no workload at all, it is about Services alone.
        return
    path = ("spec", "selector")
    found = suggest_workload(document, inventory)
    if found is not None:
        where, _ = found.workload.document.locate(("metadata", "name"))
        yield Report(
            path,
            f"no pods match the selector; {found.message} ({where.file}:{where.line})",
            found.remedy,
            severity=Severity.WARNING if found.is_likely else Severity.INFO,
        )
        return
    pairs = ", ".join(f"{key}={value}" for key, value in selector.items())
    spaces = inventory.namespaces(document)
    if inventory.workloads.has_any_in(spaces):
        words = f"no workload in sight has pods with the labels {pairs}"
    else:
        words = f"no workload of namespace {', '.join(spaces)} is in sight"
    yield Report(
        path,
        f"{words}; it may be defined elsewhere",
        "compare the selector with the labels of the pod template",
        severity=Severity.INFO,
        is_elsewhere=True,
    )
