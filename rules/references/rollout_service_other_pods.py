"""A Service that a Rollout switches does not select the pods of the Rollout."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.selection import spell_labels
from svclint.kubernetes.targets import (
    backends_of,
    place_of,
    selected_workloads,
    selector_of,
    uncertainty,
)
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("rollout-service-other-pods", Severity.WARNING, since="0.1", kinds=("Rollout",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A Service that a Rollout switches does not select the pods of the Rollout."""
    # With a reference to a workload, its pod template is that of the Rollout.
    if document.value(("spec", "workloadRef")) is not None:
        return
    for backend, services in backends_of(document, inventory):
        service = next((each for each in services if inventory.are_together(document, each)), None)
        if service is None or not selector_of(service):
            continue
        selected = selected_workloads(service, inventory)
        if any(each.document is document for each in selected):
            continue
        reason = uncertainty(document, [service], inventory)
        wanted = spell_labels(selector_of(service))
        yield Report(
            backend.path,
            f'Service "{backend.name}" ({place_of(service)}) selects {wanted}, but '
            f"not the pods of this Rollout, so the controller refuses the Rollout{reason}",
            "select labels of the pod template",
            severity=Severity.NOTE if reason else None,
        )
