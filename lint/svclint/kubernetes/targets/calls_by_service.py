"""The calls to each Service by DNS name, from everything in a run that names hosts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from svclint.kubernetes.host_names import CUSTOM_RESOURCES
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.dns_calls import DnsCall, dns_calls
from svclint.source import Document

_KINDS = (
    ("", "ConfigMap"),
    ("", "Service"),
    ("networking.k8s.io", "Ingress"),
    *CUSTOM_RESOURCES,
)


def documents_with_hosts(inventory: Inventory) -> Iterator[Document]:
    """Yield the objects whose values may name hosts: workloads, ConfigMaps and others."""
    for workload in inventory.workloads.all:
        yield workload.document
    for group, kind in _KINDS:
        yield from inventory.of_kind(group, kind)


def calls_to(service: Document, inventory: Inventory) -> list[DnsCall]:
    """Return the calls by DNS name that a Service answers."""
    known = inventory.cache.computed("calls by service", lambda: _calls_by_service(inventory))
    return known.get(id(service), [])


def _calls_by_service(inventory: Inventory) -> dict[int, list[DnsCall]]:
    found: dict[int, list[DnsCall]] = defaultdict(list)
    for document in documents_with_hosts(inventory):
        for call in dns_calls(document, inventory):
            for each in call.services:
                found[id(each)].append(call)
    return dict(found)
