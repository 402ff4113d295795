"""Go to the definition of what a value refers to, and find all references to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    ServicePort,
    backend_port,
    dns_calls,
    is_service,
    ports_of,
    selected_workloads,
)
from svclint.kubernetes.workloads import Workload
from svclint.lsp.cursor import Cursor, cursor_at, location_of
from svclint.lsp.relations import (
    Place,
    backend_at,
    container_ports,
    dns_places,
    inventory_of,
    name_of,
    places_of_container_port,
    places_of_label,
    places_of_service,
    places_of_service_port,
    related_workloads,
    workload_of,
)
from svclint.lsp.session import Session
from svclint.source import Document


def definition(session: Session, parameters: types.DefinitionParams) -> list[types.Location]:
    """Return where what is at a position is defined."""
    found = _at(session, parameters.text_document, parameters.position)
    return [] if found is None else _locations(session, definitions(*found))


def references(session: Session, parameters: types.ReferenceParams) -> list[types.Location]:
    """Return all places that refer to what is at a position, and that of its definition."""
    found = _at(session, parameters.text_document, parameters.position)
    if found is None:
        return []
    places = list(references_of(*found))
    if not parameters.context.include_declaration:
        defined = list(definitions(*found))
        places = [each for each in places if each not in defined]
    return _locations(session, places)


def _at(
    session: Session, document: types.TextDocumentIdentifier, position: types.Position
) -> tuple[Cursor, Inventory] | None:
    workspace = session.flush()
    if workspace is None:
        return None
    cursor = cursor_at(session, workspace, session.file_of(document.uri), position)
    inventory = None if cursor is None else inventory_of(workspace, cursor)
    return None if cursor is None or inventory is None else (cursor, inventory)


def _locations(session: Session, places: Iterable[Place]) -> list[types.Location]:
    found = (
        location_of(session, each.document, each.path, at_key=each.at_key)
        for each in places
        # Live objects are in no file.
        if each.document.file in session.known_files
    )
    return list({repr(each): each for each in found if each is not None}.values())


def definitions(cursor: Cursor, inventory: Inventory) -> Iterator[Place]:
    """Yield the definitions of what is at a cursor."""
    document, path = cursor.document, cursor.path
    named = _named_services(cursor, inventory)
    if named is not None:
        for service, port, is_by_name in named:
            field = "name" if is_by_name else "port"
            yield (
                name_of(service)
                if port is None
                else Place(service, ("spec", "ports", port.position, field))
            )
        return
    if path == ("spec", "serviceName"):
        name = str(document.value(path))
        yield from map(name_of, inventory.find(document, "", "Service", name))
        return
    if is_service(document):
        yield from _definitions_of_service(cursor, inventory)
        return
    for call in dns_calls(document, inventory):
        if call.value.path == path:
            yield from map(name_of, call.services)


def _named_services(
    cursor: Cursor, inventory: Inventory
) -> list[tuple[Document, ServicePort | None, bool]] | None:
    """Return the Services that a backend at a cursor names; ``None`` if there is no backend.

    With each of them comes the port at the cursor, if it is one, and whether it is named by name.
    """
    named = backend_at(cursor, inventory)
    if named is None:
        return None
    backend, services = named
    is_port, is_by_name = cursor.path == backend.port_path, isinstance(backend.port, str)
    return [
        (each, backend_port(each, backend) if is_port else None, is_by_name) for each in services
    ]


def _definitions_of_service(cursor: Cursor, inventory: Inventory) -> Iterator[Place]:
    document, path = cursor.document, cursor.path
    workloads = selected_workloads(document, inventory)
    if path[:2] == ("spec", "selector"):
        for workload in workloads:
            template = inventory.pod_template_path(workload.document) or ()
            is_label = len(path) == 3 and path[2] in workload.labels
            labels = (*template, "metadata", "labels", path[2]) if is_label else ()
            yield (
                Place(workload.document, labels, at_key=True)
                if labels
                else name_of(workload.document)
            )
    elif path[:2] == ("spec", "ports") and len(path) == 4:
        for port in ports_of(document):
            if port.position == path[2] and isinstance(port.target, str):
                for workload in workloads:
                    yield from container_ports(workload, port.target, inventory)


def references_of(cursor: Cursor, inventory: Inventory) -> Iterator[Place]:
    """Yield all places of the Service, port or label that is at a cursor."""
    document, path = cursor.document, cursor.path
    named = _named_services(cursor, inventory)
    if named is not None:
        for service, port, _ in named:
            if port is None:
                yield from _all_of_service(service, inventory)
            else:
                yield from places_of_service_port(service, port.position, inventory)
    elif path == ("spec", "serviceName"):
        for service in inventory.find(document, "", "Service", str(document.value(path))):
            yield from _all_of_service(service, inventory)
    elif is_service(document):
        yield from _references_of_service(cursor, inventory)
    else:
        yield from _references_of_workload(cursor, inventory)


def _all_of_service(service: Document, inventory: Inventory) -> Iterator[Place]:
    yield from places_of_service(service, inventory)
    yield from dns_places(service, inventory)


def _references_of_service(cursor: Cursor, inventory: Inventory) -> Iterator[Place]:
    document, path = cursor.document, cursor.path
    if path == ("metadata", "name"):
        yield from _all_of_service(document, inventory)
    elif path[:2] == ("spec", "selector") and len(path) == 3:
        key, value = str(path[2]), str(document.value(path))
        yield from (place for place, _ in places_of_label(key, value, document, inventory))
    elif path[:2] == ("spec", "ports") and len(path) == 4:
        if path[3] == "targetPort" and isinstance(document.value(path), str):
            name = str(document.value(path))
            workloads = selected_workloads(document, inventory)
            yield from _of_container_port(workloads, name, inventory)
        elif path[3] in ("name", "port"):
            yield from places_of_service_port(document, int(path[2]), inventory)


def _references_of_workload(cursor: Cursor, inventory: Inventory) -> Iterator[Place]:
    document, path = cursor.document, cursor.path
    workload, template = workload_of(document, inventory), inventory.pod_template_path(document)
    if workload is None or template is None or not path:
        return
    is_label = path[:-1] == (*template, "metadata", "labels")
    is_matched = path[:-1] == ("spec", "selector", "matchLabels")
    if is_label or is_matched:
        key, value = str(path[-1]), str(document.value(path))
        yield from (place for place, _ in places_of_label(key, value, document, inventory))
    elif path[-3:-2] == ("ports",) and path[-1] == "name":
        name = str(document.value(path))
        yield from _of_container_port([workload], name, inventory)


def _of_container_port(
    workloads: list[Workload], name: str, inventory: Inventory
) -> Iterator[Place]:
    related = related_workloads(workloads, name, inventory)
    yield from places_of_container_port(related, name, inventory)
