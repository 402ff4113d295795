"""The Service that a StatefulSet names is not in the checked files."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    absent,
    governing_services,
    is_headless,
    nearly_absent,
    place_of,
    selector_of,
    services_selecting,
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
    selecting = services_selecting(document, inventory)
    meant = next((each for each in similar if each in selecting or not selector_of(each)), None)
    headless = [each for each in selecting if is_headless(each)]
    if meant is not None:
        question = f'did you mean "{meant.object_name.name}" ({place_of(meant)})?'
        report = Report(
            path,
            f"{message}; {question}",
            f"write {meant.object_name.name}",
            # The pods need a headless Service.
            fix=set_to(path, meant.object_name.name, is_safe=False) if is_headless(meant) else None,
        )
        yield nearly_absent(report, document, inventory)
    elif not governing_services(document, inventory) and not inventory.is_elsewhere(
        document, "", "Service", name
    ):
        remedy = "add a headless Service of that name"
        if len(headless) == 1:
            other = headless[0]
            message += f'; Service "{other.object_name.name}" ({place_of(other)}) selects them'
            remedy = f"write {other.object_name.name}"
        yield from absent(Report(path, message, remedy), document, inventory)
