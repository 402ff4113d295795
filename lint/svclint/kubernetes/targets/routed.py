"""Services whose endpoints other objects resolve: Ingresses, routes, routers and monitors."""

from __future__ import annotations

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.backends import backends_of, callers
from svclint.kubernetes.targets.monitors import monitored_services
from svclint.source import Document

_MONITORING = ("monitoring.coreos.com", "azmonitoring.coreos.com")


def is_routed_to(service: Document, inventory: Inventory) -> bool:
    """Return whether an object of the run that resolves EndpointSlices refers to a Service."""
    if "routed" not in inventory.cache:
        found = {
            id(each)
            for document in callers(inventory)
            for _, services in backends_of(document, inventory)
            for each in services
        }
        for group in _MONITORING:
            for monitor in inventory.of_kind(group, "ServiceMonitor"):
                found.update(id(each) for each in monitored_services(monitor, inventory))
        inventory.cache["routed"] = found
    known: set[int] = inventory.cache["routed"]
    return id(service) in known
