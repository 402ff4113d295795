"""The Service that a StatefulSet names does not select its pods."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    governing_services,
    is_selecting_state,
    place_of,
    selected_workloads,
    selector_of,
)
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "stateful-set-service-other-pods", Severity.WARNING, since="0.1", kinds=("StatefulSet",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The Service that a StatefulSet names does not select its pods."""
    services = governing_services(document, inventory)
    if not services or not inventory.are_together(document, services[0]):
        return
    name = document.object_name.name
    for service in services:
        if not selector_of(service) or any(
            (each.kind, each.name) == ("StatefulSet", name)
            for each in selected_workloads(service, inventory)
        ):
            return
    yield Report(
        ("spec", "serviceName"),
        f'Service "{services[0].object_name.name}" ({place_of(services[0])}) does not select the '
        f"pods of this StatefulSet, so {name}-0 has no DNS name",
        "compare its selector with the labels of the pod template",
        # A label such as role=primary is set while the pods run.
        severity=Severity.NOTE if is_selecting_state(services[0], inventory) else None,
    )
