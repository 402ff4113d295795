"""The Service that a StatefulSet names has no selector, so its pods have no DNS names."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    governing_services,
    is_external_name,
    manual_endpoints,
    may_have_selector,
    place_of,
)
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "stateful-set-service-without-selector", Severity.WARNING, since="0.1", kinds=("StatefulSet",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The Service that a StatefulSet names has no selector, so its pods have no DNS names."""
    services = governing_services(document, inventory)
    services = [each for each in services if inventory.are_together(document, each)]
    if not services or any(
        may_have_selector(each) or manual_endpoints(each, inventory) or inventory.added_labels(each)
        for each in services
    ):
        return
    first, name = services[0], document.object_name.name
    fact = "is of type ExternalName" if is_external_name(first) else "has no selector"
    yield Report(
        ("spec", "serviceName"),
        f'Service "{first.object_name.name}" ({place_of(first)}) {fact}, so {name}-0 has '
        "no DNS name",
        "write the labels of the pod template into the selector of the Service",
    )
