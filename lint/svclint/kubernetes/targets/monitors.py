"""Services that StatefulSets and the monitors of the Prometheus operator refer to.

Source: the API references of StatefulSet (apps/v1) and of monitoring.coreos.com/v1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.proximity import distance
from svclint.kubernetes.selection import matches
from svclint.kubernetes.targets.service_index import service_index
from svclint.kubernetes.workloads import Workload
from svclint.model.data import group_of, labels, mapping, sequence, text
from svclint.source import Document

_MONITORING = ("monitoring.coreos.com", "azmonitoring.coreos.com")


# Several rules ask for the same StatefulSet one after the other.
@lru_cache(maxsize=4)
def governing_services(document: Document, inventory: Inventory) -> list[Document]:
    """Return the definitions of the Service that a StatefulSet names, nearest first."""
    name = text(document.value(("spec", "serviceName")))
    if not name or group_of(document.api_version) != "apps":
        return []
    found = inventory.find("", "Service", inventory.namespaces(document), name)
    return sorted(found, key=lambda service: distance(service, document))


def monitored_services(document: Document, inventory: Inventory) -> list[Document]:
    """Return the Services of the run that a ServiceMonitor selects."""
    spaces, selector = _scope(document, inventory), mapping(document.value(("spec", "selector")))
    if group_of(document.api_version) not in _MONITORING or not selector:
        return []
    pairs = labels(selector.get("matchLabels"))
    index = service_index(_monitored_labels, inventory)
    rarest = min(pairs.items(), key=index.count, default=None)
    return [
        service
        for service in (inventory.services() if rarest is None else index.find(rarest))
        if matches(labels(service.value(("metadata", "labels"))), selector)
        and (spaces is None or not set(spaces).isdisjoint(inventory.namespaces(service)))
    ]


def monitored_workloads(document: Document, inventory: Inventory) -> list[Workload]:
    """Return the workloads of the run whose pods a PodMonitor selects."""
    spaces, selector = _scope(document, inventory), mapping(document.value(("spec", "selector")))
    pairs = labels(selector.get("matchLabels"))
    if group_of(document.api_version) not in _MONITORING or not pairs or spaces is None:
        return []
    found = inventory.workloads.selected(spaces, pairs)
    return [workload for workload in found if matches(workload.labels, selector)]


def _scope(document: Document, inventory: Inventory) -> Sequence[str] | None:
    """Return the namespaces that a monitor watches, ``None`` for all of them."""
    scope = mapping(document.value(("spec", "namespaceSelector")))
    if scope.get("any") is True:
        return None
    return sequence(scope.get("matchNames")) or inventory.namespaces(document)


def _monitored_labels(service: Document, inventory: Inventory) -> Iterable[tuple[str, str]]:
    """Return the labels of a Service that some monitor selects; indexing the others is a waste."""
    if "labels of monitors" not in inventory.cache:
        selectors = [
            mapping(monitor.value(("spec", "selector")))
            for group in _MONITORING
            for monitor in inventory.of_kind(group, "ServiceMonitor")
        ]
        pairs = [labels(selector.get("matchLabels")).items() for selector in selectors]
        inventory.cache["labels of monitors"] = frozenset(chain.from_iterable(pairs))
    wanted: frozenset[tuple[str, str]] = inventory.cache["labels of monitors"]
    return wanted.intersection(labels(service.value(("metadata", "labels"))).items())
