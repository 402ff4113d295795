"""An EndpointSlice names a Service that is not in the checked files."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.ownership import is_owned
from svclint.kubernetes.targets import (
    SERVICE_LABEL,
    absent,
    nearly_absent,
    place_of,
    similarly_named_services,
    uncertainty,
)
from svclint.model import Report, Severity, set_to
from svclint.model.data import text
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "endpoint-slice-service-missing", Severity.ERROR, since="0.1", kinds=("EndpointSlice",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """An EndpointSlice names a Service that is not in the checked files."""
    path = ("metadata", "labels", SERVICE_LABEL)
    name = text(document.value(path))
    if not name or is_owned(document.data):
        return
    services = inventory.find(document, "", "Service", name)
    if any(inventory.are_together(document, each) for each in services):
        return
    if inventory.is_elsewhere(document, "", "Service", name):
        return
    quoted = ", ".join(f'"{each}"' for each in inventory.namespaces(document))
    fact = f'Service "{name}" not found in namespace {quoted}'
    similar = similarly_named_services(document, name, "", inventory)
    if similar:
        meant = similar[0].object_name.name
        report = Report(
            path,
            f'{fact}; did you mean "{meant}" ({place_of(similar[0])})?',
            f"write {meant}",
            severity=Severity.WARNING if uncertainty(document, similar, inventory) else None,
            fix=set_to(path, meant, is_safe=False),
        )
        yield nearly_absent(report, document, inventory)
    elif not services:
        report = Report(path, fact, "check its name and namespace")
        # A slice is of no use without its Service.
        yield from absent(report, document, inventory, namespace=None)
