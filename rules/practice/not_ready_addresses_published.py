"""publishNotReadyAddresses is set for pods that do not belong to a StatefulSet."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import is_headless, nearest_selected_workloads
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document

# Kinds with interchangeable pods; the pods of other kinds may have to find each other.
REPLICATING = frozenset(("Deployment", "ReplicaSet", "ReplicationController", "DaemonSet"))


@reference_rule(
    "not-ready-addresses-published",
    Severity.WARNING,
    since="0.1",
    where=("publishNotReadyAddresses",),
    profile="recommended",
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """publishNotReadyAddresses is set for pods that do not belong to a StatefulSet."""
    path = ("spec", "publishNotReadyAddresses")
    if document.value(path) is not True:
        return
    found = nearest_selected_workloads(document, inventory)
    if not found or any(workload.kind not in REPLICATING for workload in found):
        return
    if is_headless(document):
        message = f"DNS also returns the addresses of pods of {found[0]} that are not ready"
        severity = Severity.NOTE
    else:
        message = f"traffic also goes to pods of {found[0]} that are not ready"
        severity = Severity.WARNING
    yield Report(
        path,
        message,
        "remove it, unless the pods must find each other before they are ready",
        severity=severity,
    )
