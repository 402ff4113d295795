"""Services that StatefulSets and the monitors of the Prometheus operator refer to.

Source: the API references of StatefulSet (apps/v1) and of monitoring.coreos.com/v1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.selection import matches
from svclint.kubernetes.targets.object_index import ObjectIndex, object_index, service_index
from svclint.kubernetes.workloads import Workload
from svclint.model import Data, Path
from svclint.model.data import group_of, labels, mapping, sequence, text
from svclint.source import Document

_LABELS = ("metadata", "labels")
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


def selector_path(kind: str) -> Path:
    """Return the path of the LabelSelector of a kind of monitor."""
    return ("spec", "targets", "ingress", "selector") if kind == "Probe" else ("spec", "selector")


def monitor_selector(document: Document) -> Data:
    """Return the LabelSelector of a monitor; empty if it has none."""
    return mapping(document.value(selector_path(document.kind)))


def monitored_services(document: Document, inventory: Inventory) -> list[Document]:
    """Return the Services that a ServiceMonitor selects, deployed together with it."""
    if not is_of_prometheus_operator(document):
        return []
    return _selected(document, inventory, service_index(_labels_of_service, inventory))


def _selected(document: Document, inventory: Inventory, index: ObjectIndex) -> list[Document]:
    """Return the objects of an index that a monitor with a selector selects."""
    spaces, selector = watched_namespaces(document, inventory), monitor_selector(document)
    if not selector:
        return []
    numbers = dict.fromkeys(number for number, _ in inventory.search_places(document))
    pairs: list[tuple[str, str] | None] = [*labels(selector.get("matchLabels")).items()]
    keys = [(number, pair) for number in numbers for pair in pairs or [None]]
    _, rarest = min(keys, key=index.count)
    found = {
        id(each): each
        for number in numbers
        for each in index.find((number, rarest))
        if matches(labels(each.value(_LABELS)), selector)
        and (spaces is None or not set(spaces).isdisjoint(inventory.namespaces(each)))
    }
    return list(found.values())


def monitored_workloads(document: Document, inventory: Inventory) -> list[Workload]:
    """Return the workloads whose pods a PodMonitor selects, deployed together with it."""
    spaces, selector = watched_namespaces(document, inventory), monitor_selector(document)
    pairs = labels(selector.get("matchLabels"))
    if not is_of_prometheus_operator(document) or not pairs or spaces is None:
        return []
    own = inventory.search_places(document)
    places = list(dict.fromkeys((number, space) for number, _ in own for space in spaces))
    found = inventory.workloads.selected(places, pairs)
    return [workload for workload in found if matches(workload.labels, selector)]


def monitored_ingresses(document: Document, inventory: Inventory) -> list[Document]:
    """Return the Ingresses that a Probe selects, deployed together with it."""

    def ingresses() -> list[Document]:
        return inventory.of_kind("networking.k8s.io", "Ingress")

    return _selected(document, inventory, object_index(_labels_of_ingress, inventory, ingresses))


def watched_namespaces(document: Document, inventory: Inventory) -> Sequence[str] | None:
    """Return the namespaces that a monitor watches, ``None`` for all of them."""
    if _namespace_selector(document).get("any") is True:
        return None
    return named_namespaces(document) or inventory.namespaces(document)


def named_namespaces(document: Document) -> list[str]:
    """Return the namespaces that the selector of a monitor names."""
    names = sequence(_namespace_selector(document).get("matchNames"))
    return [each for each in names if isinstance(each, str)]


def _namespace_selector(document: Document) -> Data:
    return mapping(document.value((*selector_path(document.kind)[:-1], "namespaceSelector")))


_Pair = tuple[str, str] | None


def _labels_of_service(service: Document, inventory: Inventory) -> Iterable[tuple[int, _Pair]]:
    return _monitored_labels(service, "ServiceMonitor", inventory)


def _labels_of_ingress(ingress: Document, inventory: Inventory) -> Iterable[tuple[int, _Pair]]:
    return _monitored_labels(ingress, "Probe", inventory)


def _monitored_labels(
    document: Document, monitor_kind: str, inventory: Inventory
) -> list[tuple[int, _Pair]]:
    """Return, for each deployment, the labels of an object that some monitor selects.

    Indexing the others would be a waste. ``None`` stands for any labels, which a selector without
    ``matchLabels`` may match.
    """
    key = "labels of monitors", monitor_kind
    wanted = inventory.cache.computed(key, lambda: _selected_labels(monitor_kind, inventory))
    own: list[_Pair] = [*wanted.intersection(labels(document.value(_LABELS)).items())]
    return [(number, pair) for number in inventory.numbers(document) for pair in (None, *own)]


def _selected_labels(monitor_kind: str, inventory: Inventory) -> frozenset[tuple[str, str]]:
    selectors = map(monitor_selector, monitors(monitor_kind, inventory))
    pairs = [labels(selector.get("matchLabels")).items() for selector in selectors]
    return frozenset(chain.from_iterable(pairs))
