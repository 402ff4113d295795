"""Targets: the pods and ports that a Service reaches, resolved like the EndpointSlice controller.

Source: ``endpoints.md``, verified against the controllers of Kubernetes 1.36.2;
``tests/conformance/test_endpoints.py`` compares with recorded pods and slices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.name_index import Place
from svclint.kubernetes.reference_limit import count_found
from svclint.kubernetes.workloads import Workload
from svclint.model import Data
from svclint.model.data import labels, mapping, sequence, text, whole
from svclint.source import Document

SERVICE_LABEL = "kubernetes.io/service-name"
_SKIP_MIRROR = "endpointslice.kubernetes.io/skip-mirror"
_LEADER = "control-plane.alpha.kubernetes.io/leader"
# The numbers of ports by name and protocol.
Numbers = Mapping[tuple[str, str], int | None]


class ServicePort(NamedTuple):
    """An entry of ``spec.ports`` with its defaults; ``position`` is its index in the list."""

    position: int
    name: str
    number: int
    protocol: str
    target: int | str

    def __str__(self) -> str:
        return f"{self.number}/{self.protocol}"


class Target(NamedTuple):
    """An object behind a port of a Service; ``number`` is ``None`` if it does not serve the port.

    ``kind`` is that of a workload, or Endpoints or EndpointSlice.
    """

    kind: str
    name: str
    number: int | None
    document: Document


class PortTargets(NamedTuple):
    """A port of a Service, and the targets that it reaches."""

    port: ServicePort
    targets: list[Target]


def is_service(document: Document) -> bool:
    """Return whether a document is a Service of the core group (Knative has a Service, too)."""
    return document.api_version == "v1" and document.kind == "Service"


def is_external_name(service: Document) -> bool:
    """Return whether a Service only is an alias of a name outside the cluster."""
    return bool(service.value(("spec", "type")) == "ExternalName")


def is_headless(service: Document) -> bool:
    """Return whether a Service has no cluster IP."""
    spec = mapping(service.value(("spec",)))
    return spec.get("clusterIP") == "None" or sequence(spec.get("clusterIPs"))[:1] == ["None"]


def selector_of(service: Document) -> Mapping[str, str]:
    """Return the labels that select pods; none if the controller ignores the Service."""
    return {} if is_external_name(service) else labels(service.value(("spec", "selector")))


# Several rules ask for the same Service one after the other.
@lru_cache(maxsize=64)
def ports_of(service: Document) -> list[ServicePort]:
    """Return the ports of a Service with defaults; entries without a number are left out.

    A targetPort of 0 or "" counts as absent, as on the server.
    """
    found: list[ServicePort] = []
    for index, entry in enumerate(sequence(service.value(("spec", "ports")))):
        port = mapping(entry)
        number = whole(port.get("port"))
        if number is not None:
            target = port.get("targetPort") or number
            if not isinstance(target, str) and whole(target) is None:
                target = number
            protocol = text(port.get("protocol")) or "TCP"
            found.append(ServicePort(index, text(port.get("name")), number, protocol, target))
    return found


def resolve_target_port(workload: Workload, port: ServicePort) -> int | None:
    """Return the port number of a targetPort in the pods of a workload; ``None`` if they lack it.

    A number needs no declaration. A name must match in name and protocol; containers come first,
    then sidecars.
    """
    if isinstance(port.target, int):
        return port.target
    for found in workload.ports:
        if found.name == port.target and found.protocol == port.protocol:
            return found.number
    return None


@lru_cache(maxsize=64)
def selected_workloads(
    service: Document, inventory: Inventory, *, only_certain: bool = False
) -> list[Workload]:
    """Return every workload that a selector matches, even without pods at present.

    It matches those deployed together with the Service; without any, those that may be.
    Labels that controllers add count if some pods may have the value; with ``only_certain``, if
    all of them have it.
    """
    selector = selector_of(service)
    if not selector:
        return []
    workloads, places = inventory.workloads, inventory.search_places(service)
    found = workloads.selected(places, selector, only_certain=only_certain)
    if found:
        return found
    spaces = inventory.namespaces(service)
    others = workloads.selected_anywhere(spaces, selector, only_certain=only_certain)
    return [each for each in others if inventory.may_be_together(service, each.document)]


def targets_of(service: Document, inventory: Inventory) -> list[PortTargets]:
    """Return each port of a Service with its targets.

    Workloads without pods (a CronJob, ``replicas: 0``) are not targets. Endpoints count if the
    Service has no selector (otherwise the controller overwrites them), EndpointSlices always.
    """
    workloads = [w for w in selected_workloads(service, inventory, only_certain=True) if w.has_pods]
    manual = [] if is_external_name(service) else manual_endpoints(service, inventory)
    offered = [(each, numbers) for each in manual for numbers in _numbers_by_name(each)]
    ports = ports_of(service)
    count_found(len(ports) * (len(workloads) + len(offered)))
    return [
        PortTargets(
            port,
            _without_duplicates(
                [_workload_target(each, port) for each in workloads]
                + [_manual_target(each, numbers, port) for each, numbers in offered]
            ),
        )
        for port in ports
    ]


def _workload_target(workload: Workload, port: ServicePort) -> Target:
    number = resolve_target_port(workload, port)
    return Target(workload.kind, workload.name, number, workload.document)


def _without_duplicates(targets: list[Target]) -> list[Target]:
    """Return targets without duplicates, which trees with several variants contain."""
    return list({target[:3]: target for target in reversed(targets)}.values())[::-1]


def manual_endpoints(service: Document, inventory: Inventory) -> list[Document]:
    """Return the manually written Endpoints and EndpointSlices that a Service uses."""
    slices = slices_of(service, inventory)
    if selector_of(service):
        return slices
    return [each for each in endpoints_of(service, inventory) if is_mirrored(each)] + slices


def is_mirrored(endpoints: Document) -> bool:
    """Return whether the controller mirrors an Endpoints object into EndpointSlices."""
    metadata = mapping(endpoints.value(("metadata",)))
    is_skipped = labels(metadata.get("labels")).get(_SKIP_MIRROR) == "true"
    return not is_skipped and _LEADER not in mapping(metadata.get("annotations"))


def endpoints_of(service: Document, inventory: Inventory) -> list[Document]:
    """Return the Endpoints objects with the name of a Service."""
    name = service.object_name.name
    return inventory.find(service, "", "Endpoints", name)


def slices_of(service: Document, inventory: Inventory) -> list[Document]:
    """Return the EndpointSlices whose label names a Service."""
    return slices_named(service.object_name.name, service, inventory)


def slices_named(name: str, around: Document, inventory: Inventory) -> list[Document]:
    """Return the EndpointSlices beside an object whose label is the name of a Service."""
    found = inventory.cache.computed("slices", lambda: _slices_by_name(inventory))
    places = inventory.search_places(around)
    slices = [each for place in places for each in found.get((place, name), ())]
    count_found(len(slices))
    return slices


def _slices_by_name(inventory: Inventory) -> dict[tuple[Place, str], list[Document]]:
    """Return the EndpointSlices by their places and the names of their Services."""
    found: dict[tuple[Place, str], list[Document]] = {}
    for document in inventory.of_kind("discovery.k8s.io", "EndpointSlice"):
        owner = labels(document.value(("metadata", "labels"))).get(SERVICE_LABEL, "")
        for place in inventory.places(document):
            found.setdefault((place, owner), []).append(document)
    return found


def manual_ports(document: Document) -> list[tuple[str, str, int | None]]:
    """Return the ports of Endpoints or an EndpointSlice: name, protocol, number."""
    return [port for ports in _port_sets(document) for port in ports]


def _port_sets(document: Document) -> list[list[tuple[str, str, int | None]]]:
    """Return the ports of an EndpointSlice, or of each subset of Endpoints."""
    subsets = [document.data]
    if document.kind == "Endpoints":
        subsets = sequence(document.value(("subsets",)))
    return [[_manual_port(mapping(p)) for p in sequence(mapping(h).get("ports"))] for h in subsets]


def _manual_port(port: Data) -> tuple[str, str, int | None]:
    return text(port.get("name")), text(port.get("protocol")) or "TCP", whole(port.get("port"))


def _numbers_by_name(document: Document) -> Iterator[Numbers]:
    """Yield the numbers of each set of ports by name and protocol: the first of several counts."""
    for ports in _port_sets(document):
        yield {(name, protocol): number for name, protocol, number in reversed(ports)}


def _manual_target(document: Document, numbers: Numbers, port: ServicePort) -> Target:
    """Return the target of a port in manual endpoints: by name and protocol, not targetPort."""
    number = numbers.get((port.name, port.protocol))
    return Target(document.kind, document.object_name.name, number, document)
