"""A host of Istio is written in a way that stands for no Service, though pods resolve it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.host_names import dns_names
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import declared_hosts, destinations_of, place_of
from svclint.model import Report, Severity, set_to
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "istio-host-not-expanded",
    Severity.WARNING,
    since="0.1",
    kinds=("VirtualService", "DestinationRule"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A host of Istio is written in a way that stands for no Service, though pods resolve it."""
    for destination in destinations_of(document):
        host = destination.host
        if not (host.endswith(".svc") or host.count(".") == 1) or "*" in host:
            continue
        if host in declared_hosts(inventory):
            continue
        name = next(iter(dns_names(host)), None)
        if name is None or name.pod:
            continue
        found = inventory.find(document, "", "Service", name.name, name.namespace)
        service = next((each for each in found if inventory.are_together(document, each)), None)
        if service is None:
            continue
        meant = f"{name.name}.{name.namespace}.svc.cluster.local"
        yield Report(
            destination.host_path,
            f'host "{host}" is not that of Service "{name.name}" ({place_of(service)}): '
            "Istio completes only names without dots",
            f"write {meant}, with the domain of your cluster",
            fix=set_to(destination.host_path, meant, is_safe=False),
        )
