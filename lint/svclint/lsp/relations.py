"""How values refer to each other: names of Services, ports and labels, with all their places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from svclint.app.workspace.workspace import Workspace
from svclint.kubernetes.host_names import PROBES
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    Backend,
    backend_port,
    backends_of,
    calling_objects,
    dns_calls,
    is_service,
    monitored_services,
    monitored_workloads,
    monitors,
    ports_of,
    selected_workloads,
    selecting_services,
    selector_of,
)
from svclint.kubernetes.workloads import Workload
from svclint.lsp.cursor import Cursor
from svclint.model import Path
from svclint.model.data import mapping, sequence
from svclint.source import Document
from svclint.source.kinds import CONTAINER_LISTS


class Place(NamedTuple):
    """A value of a document, or a key with ``at_key``."""

    document: Document
    path: Path
    at_key: bool = False


def inventory_of(workspace: Workspace, cursor: Cursor) -> Inventory | None:
    """Return the inventory of the cluster of an object."""
    return workspace.inventory_of(cursor.result)


def workload_of(document: Document, inventory: Inventory) -> Workload | None:
    """Return the workload that a document defines."""
    return next((each for each in inventory.workloads.all if each.document is document), None)


def name_of(document: Document) -> Place:
    """Return where a document names its object."""
    return Place(document, ("metadata", "name"))


def backend_at(cursor: Cursor, inventory: Inventory) -> tuple[Backend, list[Document]] | None:
    """Return the backend whose name or port is at the cursor, with its Services."""
    for backend, services in backends_of(cursor.document, inventory):
        if cursor.path in (backend.path, backend.port_path):
            return backend, services
    return None


def places_of_service(service: Document, inventory: Inventory) -> Iterator[Place]:
    """Yield every place that names a Service: its own, backends, StatefulSets and DNS names."""
    yield name_of(service)
    for document in calling_objects(service, inventory):
        for backend, services in backends_of(document, inventory):
            if service in services:
                yield Place(document, backend.path)
    name = service.object_name.name
    for each in inventory.of_kind("apps", "StatefulSet"):
        if each.value(("spec", "serviceName")) == name and inventory.are_together(each, service):
            yield Place(each, ("spec", "serviceName"))


def dns_places(service: Document, inventory: Inventory) -> Iterator[Place]:
    """Yield every value that mentions the DNS name of a Service."""
    name = service.object_name.name
    objects = [each.document for each in inventory.workloads.all]
    for document in (*objects, *inventory.of_kind("", "ConfigMap")):
        for call in dns_calls(document, inventory):
            if service in call.services and name in call.value.text:
                yield Place(document, call.value.path)


def places_of_service_port(
    service: Document, position: int, inventory: Inventory
) -> Iterator[Place]:
    """Yield every place that names a port of a Service by its name.

    A monitor names a port of all Services that it selects.
    """
    name = service.value(("spec", "ports", position, "name"))
    yield from _places_of_own_port(service, position, inventory)
    if not isinstance(name, str):
        return
    for monitor in monitors("ServiceMonitor", inventory):
        places = list(_places_in_monitor(monitor, "endpoints", name))
        services = monitored_services(monitor, inventory) if places else []
        if service not in services:
            continue
        yield from places
        for other in services:
            for port in ports_of(other):
                if other is not service and port.name == name:
                    yield from _places_of_own_port(other, port.position, inventory)


def _places_in_monitor(monitor: Document, field: str, name: str) -> Iterator[Place]:
    for number, endpoint in enumerate(sequence(monitor.value(("spec", field)))):
        if mapping(endpoint).get("port") == name:
            yield Place(monitor, ("spec", field, number, "port"))


def _places_of_own_port(service: Document, position: int, inventory: Inventory) -> Iterator[Place]:
    name = service.value(("spec", "ports", position, "name"))
    yield Place(service, ("spec", "ports", position, "name"))
    for document in calling_objects(service, inventory):
        for backend, services in backends_of(document, inventory):
            if service not in services or backend.port != name:
                continue
            found = backend_port(service, backend)
            if found is not None and found.position == position:
                yield Place(document, backend.port_path)


def container_ports(workload: Workload, name: str, inventory: Inventory) -> Iterator[Place]:
    """Yield the entries of ``ports`` in containers that have a name."""
    document, template = workload.document, inventory.pod_template_path(workload.document)
    if template is None:
        return
    for field in CONTAINER_LISTS:
        containers = sequence(document.value((*template, "spec", field)))
        for number, container in enumerate(containers):
            for at, port in enumerate(sequence(mapping(container).get("ports"))):
                if mapping(port).get("name") == name:
                    path = (*template, "spec", field, number, "ports", at, "name")
                    yield Place(document, path)


def places_of_container_port(
    workloads: Collection[Workload], name: str, inventory: Inventory
) -> Iterator[Place]:
    """Yield every place that has or names a container port, in workloads and their Services."""
    services: dict[int, Document] = {}
    for monitor in monitors("PodMonitor", inventory):
        selected = {id(each.document) for each in monitored_workloads(monitor, inventory)}
        if any(id(each.document) in selected for each in workloads):
            yield from _places_in_monitor(monitor, "podMetricsEndpoints", name)
    for workload in workloads:
        yield from container_ports(workload, name, inventory)
        yield from _probes(workload, name, inventory)
        services |= {id(each): each for each in selecting_services(workload, inventory)}
    for service in services.values():
        for port in ports_of(service):
            if port.target == name:
                yield Place(service, ("spec", "ports", port.position, "targetPort"))


def _probes(workload: Workload, name: str, inventory: Inventory) -> Iterator[Place]:
    document, template = workload.document, inventory.pod_template_path(workload.document)
    if template is None:
        return
    path = (*template, "spec", "containers")
    for number, container in enumerate(sequence(document.value(path))):
        for probe in PROBES:
            for action in ("httpGet", "tcpSocket"):
                own = mapping(mapping(mapping(container).get(probe)).get(action))
                if own.get("port") == name:
                    yield Place(document, (*path, number, probe, action, "port"))


def related_workloads(
    workloads: Iterable[Workload], name: str, inventory: Inventory
) -> list[Workload]:
    """Return workloads and all others that share a Service which names a port of theirs."""
    found = {id(each.document): each for each in workloads}
    pending = list(found.values())
    while pending:
        for service in selecting_services(pending.pop(), inventory):
            if all(port.target != name for port in ports_of(service)):
                continue
            for each in selected_workloads(service, inventory):
                if id(each.document) not in found:
                    found[id(each.document)] = each
                    pending.append(each)
    return list(found.values())


def places_of_label(
    key: str, value: str, around: Document, inventory: Inventory
) -> Iterator[tuple[Place, bool]]:
    """Yield every place of a label of pods; whether it is where pods get the label.

    Selectors of Services, workloads and NetworkPolicies count, deployed together with an object.
    """
    space = inventory.namespaces(around)
    for workload in inventory.workloads.all:
        document = workload.document
        template = inventory.pod_template_path(document)
        if template is None or not _is_near(document, around, space, inventory):
            continue
        if workload.labels.get(key) == value:
            yield Place(document, (*template, "metadata", "labels", key)), True
        if mapping(document.value(("spec", "selector", "matchLabels"))).get(key) == value:
            yield Place(document, ("spec", "selector", "matchLabels", key)), False
    for service in filter(is_service, inventory.services()):
        if selector_of(service).get(key) == value and _is_near(service, around, space, inventory):
            yield Place(service, ("spec", "selector", key)), False
    for policy in inventory.of_kind("networking.k8s.io", "NetworkPolicy"):
        path: Path = ("spec", "podSelector", "matchLabels")
        if mapping(policy.value(path)).get(key) == value and _is_near(
            policy, around, space, inventory
        ):
            yield Place(policy, (*path, key)), False


def _is_near(
    document: Document, around: Document, spaces: tuple[str, ...], inventory: Inventory
) -> bool:
    return inventory.are_together(document, around) and not set(spaces).isdisjoint(
        inventory.namespaces(document)
    )
