"""The Service that a StatefulSet names is not headless, so the pods get no DNS names."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import governing_services, may_be_headless, place_of
from svclint.kubernetes.targets.other_halves import cluster_ip_of
from svclint.model import Report, Severity
from svclint.model.data import whole
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "stateful-set-service-not-headless", Severity.NOTE, since="0.1", kinds=("StatefulSet",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The Service that a StatefulSet names is not headless, so the pods get no DNS names."""
    replicas = document.value(("spec", "replicas"))
    # Nobody needs the name of a single pod: that of the Service is as good.
    if replicas is None or whole(replicas) in (0, 1):
        return
    services = governing_services(document, inventory)
    services = [service for service in services if inventory.are_together(document, service)]
    if services and not any(map(may_be_headless, services)):
        name = services[0].object_name.name
        yield Report(
            ("spec", "serviceName"),
            f'Service "{name}" ({place_of(services[0])}) is not headless, so a DNS server '
            f"need not resolve {document.object_name.name}-0.{name}",
            "name a Service with clusterIP: None",
            others=cluster_ip_of(services[0]),
        )
