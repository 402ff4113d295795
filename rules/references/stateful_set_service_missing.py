"""The Service that a StatefulSet names is not in the checked files."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    absent,
    governing_services,
    is_headless,
    nearly_absent,
    similarly_named_services,
)
from svclint.model import Report, Severity, set_to
from svclint.model.data import group_of, text
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "stateful-set-service-missing", Severity.WARNING, since="0.1", kinds=("StatefulSet",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The Service that a StatefulSet names is not in the checked files."""
    name = text(document.value(("spec", "serviceName")))
    if not name or group_of(document.api_version) != "apps":
        return
    if any(
        inventory.are_together(document, each) for each in governing_services(document, inventory)
    ):
        return
    path = ("spec", "serviceName")
    namespaces = inventory.namespaces(document)
    quoted = ", ".join(f'"{each}"' for each in namespaces)
    message = f'Service "{name}" not found in namespace {quoted}, so the pods have no DNS names'
    similar = similarly_named_services(document, name, "", inventory)
    if similar:
        meant = similar[0].object_name.name
        place, _ = similar[0].locate(("metadata", "name"))
        report = Report(
            path,
            f'{message}; did you mean "{meant}" ({place.file}:{place.line})?',
            f"write {meant}",
            # The pods need a headless Service.
            fix=set_to(path, meant, is_safe=False) if is_headless(similar[0]) else None,
        )
        yield nearly_absent(report, document, inventory)
    elif not governing_services(document, inventory) and not inventory.is_elsewhere(
        document, "", "Service", name
    ):
        report = Report(path, message, "add a headless Service of that name")
        yield from absent(report, document, inventory)
