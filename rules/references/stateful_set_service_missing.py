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
from svclint.kubernetes.targets.operators import is_named_by_resource
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
    if inventory.is_elsewhere(document, "", "Service", name):
        return
    path = ("spec", "serviceName")
    namespaces = inventory.namespaces(document)
    quoted = ", ".join(f'"{each}"' for each in namespaces)
    message = f'Service "{name}" not found in namespace {quoted}, so the pods have no DNS names'
    similar = similarly_named_services(document, name, "", inventory)
    selecting = services_selecting(document, inventory)
    headless = [each for each in selecting if is_headless(each)]
    # The pods need a headless Service; one that selects other pods has only a similar name.
    may_be_meant = (each for each in similar if each in headless or _is_alone(each))
    meant = next(may_be_meant, None)
    if meant is not None:
        other = meant.object_name.name
        report = Report(
            path,
            f'{message}; did you mean "{other}" ({place_of(meant)})?',
            f"write {other}",
            fix=set_to(path, other, is_safe=False),
        )
        yield nearly_absent(report, document, inventory)
    elif not (governing_services(document, inventory) or is_named_by_resource(name, inventory)):
        remedy = "add a headless Service of that name"
        if len(headless) == 1:
            other = headless[0].object_name.name
            message += f'; Service "{other}" ({place_of(headless[0])}) selects them'
            remedy = f"write {other}"
        # Who writes a StatefulSet writes its Service: other Services need not be there.
        yield from absent(Report(path, message, remedy), document, inventory, namespace=None)


def _is_alone(service: Document) -> bool:
    """Return whether a headless Service selects no pods."""
    return is_headless(service) and not selector_of(service)
