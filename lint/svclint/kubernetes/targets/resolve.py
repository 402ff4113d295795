"""Which pods and ports a Service reaches, as the EndpointSlice controller works it out.

Facts: ``endpoints.md``, observed on the controllers of Kubernetes 1.36.2. Held against recorded
pods and slices by ``tests/conformance/test_endpoints.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.workloads import Workload
from svclint.model import Data
from svclint.model.data import labels, mapping, sequence, text, whole
from svclint.source import Document

SERVICE_LABEL = "kubernetes.io/service-name"
_SKIP_MIRROR = "endpointslice.kubernetes.io/skip-mirror"
_LEADER = "control-plane.alpha.kubernetes.io/leader"


class ServicePort(NamedTuple):
    """One entry of ``spec.ports`` with its defaults; ``position`` is its place in the list."""

    position: int
    name: str
    number: int
    protocol: str
    target: int | str

    def __str__(self) -> str:
        return f"{self.number}/{self.protocol}"


class Target(NamedTuple):
    """What stands behind a port of a Service; ``number`` is ``None`` where the port is not served.

    The kind is that of a workload, or Endpoints or EndpointSlice.
    """

    kind: str
    name: str
    number: int | None
    document: Document


class PortTargets(NamedTuple):
    """A port of a Service, and what it reaches."""

    port: ServicePort
    targets: list[Target]


def is_service(document: Document) -> bool:
    """Whether a document is a Service of the core group (Knative has a Service, too)."""
    return document.api_version == "v1" and document.kind == "Service"


def is_external_name(service: Document) -> bool:
    """Whether a Service is but a name for something outside."""
    return bool(service.value(("spec", "type")) == "ExternalName")


def is_headless(service: Document) -> bool:
    """Whether a Service asks for no address of its own."""
    spec = mapping(service.value(("spec",)))
    return spec.get("clusterIP") == "None" or sequence(spec.get("clusterIPs"))[:1] == ["None"]


def selector_of(service: Document) -> Mapping[str, str]:
    """Give the pairs that select pods; none where the controller leaves a Service alone."""
    return {} if is_external_name(service) else labels(service.value(("spec", "selector")))


# Rule after rule asks for the same of one Service.
@lru_cache(maxsize=64)
def ports_of(service: Document) -> list[ServicePort]:
    """Give a Service's ports with their defaults; entries without a number are left out.

    A targetPort of 0 or "" counts as absent, as the server has it.
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


def number_in(workload: Workload, port: ServicePort) -> int | None:
    """Resolve a targetPort in a workload's pods: a number is itself, declared or not.

    A name must match in name and protocol; containers come first, then sidecars.
    """
    if isinstance(port.target, int):
        return port.target
    for found in workload.ports:
        if found.name == port.target and found.protocol == port.protocol:
            return found.number
    return None


@lru_cache(maxsize=64)
def selected(service: Document, inventory: Inventory, *, surely: bool = False) -> list[Workload]:
    """Give every workload that a selector matches, with pods at present or not.

    Labels that controllers add count where they may have the value, or ``surely`` have it.
    """
    selector = selector_of(service)
    if not selector:
        return []
    namespaces = inventory.namespaces(service)
    return inventory.workloads.selected(namespaces, selector, surely=surely)


def targets_of(service: Document, inventory: Inventory) -> list[PortTargets]:
    """Give each port of a Service with what it reaches.

    Workloads without pods (a CronJob, ``replicas: 0``) are no targets. Endpoints count where the
    Service has no selector (with one, the controller overwrites them), EndpointSlices always.
    """
    workloads = [w for w in selected(service, inventory, surely=True) if w.has_pods]
    manual = [] if is_external_name(service) else manual_endpoints(service, inventory)
    return [
        PortTargets(
            port,
            _once(
                [Target(w.kind, w.name, number_in(w, port), w.document) for w in workloads]
                + [target for each in manual for target in _manual_targets(each, port)]
            ),
        )
        for port in ports_of(service)
    ]


def _once(targets: list[Target]) -> list[Target]:
    """Leave out what is defined twice alike, as in trees with several variants."""
    return list({target[:3]: target for target in reversed(targets)}.values())[::-1]


def manual_endpoints(service: Document, inventory: Inventory) -> list[Document]:
    """Give the Endpoints and EndpointSlices written by hand that a Service uses."""
    slices = slices_of(service, inventory)
    if selector_of(service):
        return slices
    return [each for each in endpoints_of(service, inventory) if _is_mirrored(each)] + slices


def _is_mirrored(endpoints: Document) -> bool:
    """Whether consumers, who read EndpointSlices, come to see an Endpoints object."""
    metadata = mapping(endpoints.value(("metadata",)))
    is_skipped = labels(metadata.get("labels")).get(_SKIP_MIRROR) == "true"
    return not is_skipped and _LEADER not in mapping(metadata.get("annotations"))


def endpoints_of(service: Document, inventory: Inventory) -> list[Document]:
    """Give the Endpoints objects that bear a Service's name."""
    name = service.object_name.name
    return inventory.find("", "Endpoints", inventory.namespaces(service), name)


def slices_of(service: Document, inventory: Inventory) -> list[Document]:
    """Give the EndpointSlices that a label binds to a Service."""
    if "slices" not in inventory.memo:
        bound: dict[tuple[str, str], list[Document]] = {}
        for document in inventory.of_kind("discovery.k8s.io", "EndpointSlice"):
            owner = labels(document.value(("metadata", "labels"))).get(SERVICE_LABEL, "")
            for namespace in inventory.namespaces(document):
                bound.setdefault((namespace, owner), []).append(document)
        inventory.memo["slices"] = bound
    found: Any = inventory.memo["slices"]
    name = service.object_name.name
    return [
        each for space in inventory.namespaces(service) for each in found.get((space, name), ())
    ]


def manual_ports(document: Document) -> list[tuple[str, str, int | None]]:
    """Give the ports of Endpoints or an EndpointSlice: name, protocol, number."""
    return [port for ports in _port_sets(document) for port in ports]


def _port_sets(document: Document) -> list[list[tuple[str, str, int | None]]]:
    """Give the ports of an EndpointSlice, or of each subset of Endpoints."""
    holders = [document.data]
    if document.kind == "Endpoints":
        holders = sequence(document.value(("subsets",)))
    return [[_manual_port(mapping(p)) for p in sequence(mapping(h).get("ports"))] for h in holders]


def _manual_port(port: Data) -> tuple[str, str, int | None]:
    return text(port.get("name")), text(port.get("protocol")) or "TCP", whole(port.get("port"))


def _manual_targets(document: Document, port: ServicePort) -> Iterator[Target]:
    """Find a Service port in manual endpoints by name and protocol; targetPort means nothing."""
    for ports in _port_sets(document):
        wanted = (port.name, port.protocol)
        numbers = (number for name, protocol, number in ports if (name, protocol) == wanted)
        yield Target(document.kind, document.object_name.name, next(numbers, None), document)


def targets_json(
    inventory: Inventory, services: Iterable[Document] | None = None
) -> dict[str, list[Data]]:
    """Give Services, by default all of a run, as ``svclint targets --format json`` prints them."""
    chosen = inventory.services() if services is None else services
    return {"services": [entry for each in chosen for entry in _entry(each, inventory)]}


def _entry(service: Document, inventory: Inventory) -> Iterator[Data]:
    if not is_service(service):
        return
    ports = [
        {
            "name": found.port.name,
            "port": found.port.number,
            "protocol": found.port.protocol,
            "targets": [
                {"kind": target.kind, "name": target.name, "number": target.number}
                for target in found.targets
            ],
        }
        for found in targets_of(service, inventory)
    ]
    namespace = inventory.namespaces(service)[0]
    yield {"namespace": namespace, "name": service.object_name.name, "ports": ports}
