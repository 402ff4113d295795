"""A Service has both Endpoints and EndpointSlices, and uses the addresses of both."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.ownership import is_owned
from svclint.kubernetes.targets import (
    is_external_name,
    is_mirrored,
    place_of,
    selector_of,
    slices_named,
)
from svclint.model import Report, Severity
from svclint.model.data import labels, mapping
from svclint.rule import reference_rule
from svclint.source import Document

_MANAGED_BY = "endpointslice.kubernetes.io/managed-by"


@reference_rule(
    "endpoints-beside-slices",
    Severity.WARNING,
    since="0.1",
    kinds=("Endpoints",),
    beside=("EndpointSlice",),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A Service has both Endpoints and EndpointSlices, and uses the addresses of both."""
    name = document.object_name.name
    services = inventory.find(document, "", "Service", name)
    if not is_mirrored(document) or any(map(_has_own_addresses, services)):
        return
    for each in slices_named(name, document, inventory):
        if _is_manual(each):
            reason = "" if services else f', unless Service "{name}" has a selector'
            yield Report(
                ("metadata", "name"),
                f'Service "{name}" also has EndpointSlice "{each.object_name.name}" '
                f"({place_of(each)}); it uses the addresses of both{reason}",
                "keep the EndpointSlice, and remove the Endpoints",
                severity=None if services else Severity.NOTE,
            )
            return


def _has_own_addresses(service: Document) -> bool:
    """Return whether a Service never uses Endpoints that someone has written."""
    return bool(selector_of(service)) or is_external_name(service)


def _is_manual(endpoint_slice: Document) -> bool:
    """Return whether someone has written an EndpointSlice, not a controller of Kubernetes."""
    metadata = mapping(endpoint_slice.value(("metadata",)))
    manager = labels(metadata.get("labels")).get(_MANAGED_BY, "")
    return not manager.endswith(".k8s.io") and not is_owned(endpoint_slice.data)
