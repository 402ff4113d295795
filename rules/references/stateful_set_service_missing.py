"""The Service that a StatefulSet names is not in the checked files."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.proximity import is_near
from svclint.kubernetes.targets import governing_services, similarly_named_services
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
    if governing_services(document, inventory):
        return
    path = ("spec", "serviceName")
    namespaces = inventory.namespaces(document)
    quoted = ", ".join(f'"{each}"' for each in namespaces)
    message = f'Service "{name}" not found in namespace {quoted}, so the pods have no DNS names'
    similar = similarly_named_services(name, namespaces, inventory)
    near = [service for service in similar if is_near(document, service)]
    if near:
        meant = near[0].object_name.name
        place, _ = near[0].locate(("metadata", "name"))
        yield Report(
            path,
            f'{message}; did you mean "{meant}" ({place.file}:{place.line})?',
            f"write {meant}",
            fix=set_to(path, meant, is_safe=False),
        )
    else:
        yield Report(
            path,
            f"{message}; it may be defined outside the checked files",
            "add a headless Service of that name",
            severity=Severity.INFO,
            is_elsewhere=True,
        )
