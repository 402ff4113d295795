"""The Service that a StatefulSet names is not in sight."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.inventory import Inventory
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.shape import text
from svclint.source import Document
from svclint.targets import governing_services, is_similar, services_in


@reference_rule(
    "stateful-set-service-missing", Severity.WARNING, since="0.1", kinds=("StatefulSet",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The Service that a StatefulSet names is not in sight."""
    name = text(document.value(("spec", "serviceName")))
    if not name or governing_services(document, inventory):
        return
    beside = services_in(document.chunk.file, inventory)
    names = [service.object_name.name for service in beside]
    near = [each for each in names if is_similar(each, name)]
    spaces = ", ".join(inventory.namespaces(document))
    words = f"no Service {name} of namespace {spaces} is in sight, so the pods have no DNS names"
    if near:
        yield Report(("spec", "serviceName"), f"{words}, but {near[0]} is", f"write {near[0]}")
    else:
        yield Report(
            ("spec", "serviceName"),
            f"{words} unless it is defined elsewhere",
            "add a headless Service of that name",
            severity=Severity.INFO,
        )
