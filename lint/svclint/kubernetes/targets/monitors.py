"""Services that StatefulSets and the monitors of the Prometheus operator refer to.

Source: the API references of StatefulSet (apps/v1) and of monitoring.coreos.com/v1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.selection import matches
from svclint.kubernetes.targets.object_index import service_index
from svclint.kubernetes.workloads import Workload
from svclint.model import Path
from svclint.model.data import group_of, labels, mapping, sequence, text
from svclint.source import Document

_MONITORING = ("monitoring.coreos.com", "azmonitoring.coreos.com")
# The operator reads the first of these fields that an endpoint has.
_ENDPOINTS = {
    "ServiceMonitor": ("endpoints", ("port", "targetPort")),
    "PodMonitor": ("podMetricsEndpoints", ("port", "portNumber", "targetPort")),
}


# Several rules ask for the same StatefulSet one after the other.
@lru_cache(maxsize=4)
def governing_services(document: Document, inventory: Inventory) -> list[Document]:
    """Return the definitions of the Service that a StatefulSet names."""
    name = text(document.value(("spec", "serviceName")))
    if not name or group_of(document.api_version) != "apps":
        return []
    return inventory.find(document, "", "Service", name)


def monitors(kind: str, inventory: Inventory) -> list[Document]:
    """Return the ServiceMonitors, PodMonitors or Probes of all groups that define them."""
    return [each for group in _MONITORING for each in inventory.of_kind(group, kind)]


def is_of_prometheus_operator(document: Document) -> bool:
    """Return whether a monitor is one of the Prometheus operator, or of a copy of its API.

    Others have the same kinds, as ``monitoring.gke.io``, with selectors of their own.
    """
    return group_of(document.api_version) in _MONITORING


def monitored_ports(document: Document) -> Iterator[tuple[Path, str | int]]:
    """Yield the path and value of the port that each endpoint of a monitor is scraped at."""
    field, names = _ENDPOINTS[document.kind]
    for at, each in enumerate(sequence(document.value(("spec", field)))):
        endpoint = mapping(each)
        name = next((name for name in names if endpoint.get(name)), None)
        value = None if name is None else endpoint[name]
        if name is not None and isinstance(value, str | int) and not isinstance(value, bool):
            yield ("spec", field, at, name), value


def monitored_services(document: Document, inventory: Inventory) -> list[Document]:
    """Return the Services that a ServiceMonitor selects, deployed together with it."""
    spaces, selector = _scope(document, inventory), mapping(document.value(("spec", "selector")))
    if not is_of_prometheus_operator(document) or not selector:
        return []
    pairs = labels(selector.get("matchLabels"))
    index = service_index(_monitored_labels, inventory)
    numbers = dict.fromkeys(number for number, _ in inventory.search_places(document))
    keys = [(number, pair) for number in numbers for pair in pairs.items()]
    rarest = min(keys, key=index.count, default=None)
    candidates = (
        (service for service in inventory.services() if inventory.are_together(document, service))
        if rarest is None
        else (service for number in numbers for service in index.find((number, rarest[1])))
    )
    found = {
        id(service): service
        for service in candidates
        if matches(labels(service.value(("metadata", "labels"))), selector)
        and (spaces is None or not set(spaces).isdisjoint(inventory.namespaces(service)))
    }
    return list(found.values())


def monitored_workloads(document: Document, inventory: Inventory) -> list[Workload]:
    """Return the workloads whose pods a PodMonitor selects, deployed together with it."""
    spaces, selector = _scope(document, inventory), mapping(document.value(("spec", "selector")))
    pairs = labels(selector.get("matchLabels"))
    if not is_of_prometheus_operator(document) or not pairs or spaces is None:
        return []
    own = inventory.search_places(document)
    places = list(dict.fromkeys((number, space) for number, _ in own for space in spaces))
    found = inventory.workloads.selected(places, pairs)
    return [workload for workload in found if matches(workload.labels, selector)]


def monitored_ingresses(document: Document, inventory: Inventory) -> list[Document]:
    """Return the Ingresses that a Probe selects, deployed together with it."""
    targets = mapping(document.value(("spec", "targets", "ingress")))
    selector, scope = mapping(targets.get("selector")), mapping(targets.get("namespaceSelector"))
    names = [each for each in sequence(scope.get("matchNames")) if isinstance(each, str)]
    spaces = set(names or inventory.namespaces(document))
    return [
        ingress
        for ingress in inventory.of_kind("networking.k8s.io", "Ingress")
        if inventory.are_together(document, ingress)
        and (scope.get("any") is True or not spaces.isdisjoint(inventory.namespaces(ingress)))
        and matches(labels(ingress.value(("metadata", "labels"))), selector)
    ]


def _scope(document: Document, inventory: Inventory) -> Sequence[str] | None:
    """Return the namespaces that a monitor watches, ``None`` for all of them."""
    scope = mapping(document.value(("spec", "namespaceSelector")))
    if scope.get("any") is True:
        return None
    names = [each for each in sequence(scope.get("matchNames")) if isinstance(each, str)]
    return names or inventory.namespaces(document)


def _monitored_labels(
    service: Document, inventory: Inventory
) -> Iterable[tuple[int, tuple[str, str]]]:
    """Return, for each deployment, the labels of a Service that some monitor selects.

    Indexing the others would be a waste.
    """
    wanted = inventory.cache.computed("labels of monitors", lambda: _selected_labels(inventory))
    found = wanted.intersection(labels(service.value(("metadata", "labels"))).items())
    return [(number, pair) for number in inventory.numbers(service) for pair in found]


def _selected_labels(inventory: Inventory) -> frozenset[tuple[str, str]]:
    selectors = [
        mapping(monitor.value(("spec", "selector")))
        for monitor in monitors("ServiceMonitor", inventory)
    ]
    pairs = [labels(selector.get("matchLabels")).items() for selector in selectors]
    return frozenset(chain.from_iterable(pairs))
