"""Services whose endpoints other objects resolve: Ingresses, routes, routers and monitors."""

from __future__ import annotations

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.backends import backends_of, callers
from svclint.kubernetes.targets.monitors import monitored_services
from svclint.kubernetes.targets.object_index import object_index
from svclint.source import Document

_MONITORING = ("monitoring.coreos.com", "azmonitoring.coreos.com")


def is_routed_to(service: Document, inventory: Inventory) -> bool:
    """Return whether an object of the run that resolves EndpointSlices refers to a Service."""
    if calling_objects(service, inventory):
        return True
    return id(service) in inventory.cache.computed("monitored", lambda: _monitored(inventory))


def _monitored(inventory: Inventory) -> set[int]:
    return {
        id(each)
        for group in _MONITORING
        for monitor in inventory.of_kind(group, "ServiceMonitor")
        for each in monitored_services(monitor, inventory)
    }


def calling_objects(service: Document, inventory: Inventory) -> list[Document]:
    """Return the objects of the run that have a Service as a backend, in order."""
    index = object_index(_backend_names, inventory, lambda: callers(inventory))
    return [
        document
        for document in index.find(service.object_name.name)
        if any(service in services for _, services in backends_of(document, inventory))
    ]


def _backend_names(document: Document, inventory: Inventory) -> list[str]:
    # A kustomization may give a Service the name that is written, or the other way round.
    return [
        name
        for backend, services in backends_of(document, inventory)
        for name in {backend.name, *(each.object_name.name for each in services)}
    ]
