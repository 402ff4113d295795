"""A VirtualService sends requests to a port that the ServiceEntry of the host does not have."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import declared_hosts, destinations_of, place_of
from svclint.model import Report, Severity
from svclint.model.data import whole
from svclint.model.field_paths import values_at
from svclint.model.listing import listed
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "istio-port-undeclared",
    Severity.WARNING,
    since="0.1",
    kinds=("VirtualService",),
    beside=("ServiceEntry",),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A VirtualService sends requests to a port that the ServiceEntry of the host does not have."""
    for destination in destinations_of(document):
        declaring = declared_hosts(inventory).get(destination.host, ())
        entries = [each for each in declaring if inventory.are_together(document, each)]
        ports = [
            number
            for each in entries
            for _, number in values_at(each.data, "spec.ports[].number")
            if whole(number) is not None
        ]
        if destination.port is None or not ports or destination.port in ports:
            continue
        declared = listed([str(port) for port in ports])
        yield Report(
            (*destination.path, "port", "number"),
            f'ServiceEntry "{entries[0].object_name.name}" ({place_of(entries[0])}) declares no '
            f'port {destination.port} of host "{destination.host}", only {declared}',
            "write one of these ports, or add the port to the ServiceEntry",
        )
