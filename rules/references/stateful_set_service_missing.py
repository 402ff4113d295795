"""The Service that a StatefulSet names is not in sight."""

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
    """The Service that a StatefulSet names is not in sight."""
    name = text(document.value(("spec", "serviceName")))
    if not name or group_of(document.api_version) != "apps":
        return
    if governing_services(document, inventory):
        return
    spaces = inventory.namespaces(document)
    alike = similarly_named_services(name, spaces, inventory)
    near = [each.object_name.name for each in alike if is_near(document, each)]
    words = f"no Service {name} of namespace {', '.join(spaces)} is in sight, "
    words += "so the pods have no DNS names"
    if near:
        path = ("spec", "serviceName")
        fix = set_to(path, near[0], is_safe=False)
        yield Report(path, f"{words}, but {near[0]} is", f"write {near[0]}", fix=fix)
    else:
        yield Report(
            ("spec", "serviceName"),
            f"{words} unless it is defined elsewhere",
            "add a headless Service of that name",
            severity=Severity.INFO,
            is_elsewhere=True,
        )
