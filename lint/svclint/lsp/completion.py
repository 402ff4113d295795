"""Completion: fields and values of the schema, and names of what a value can refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types

from svclint.app.workspace.workspace import Workspace
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.objects.supported_values import SUPPORTED_VALUES
from svclint.kubernetes.schema.fields import field_at
from svclint.kubernetes.schema.store import default_version
from svclint.kubernetes.targets import is_service, ports_of, selected_workloads
from svclint.lsp.outline import Outline, outline_at
from svclint.lsp.session import Session
from svclint.model.cluster import version_text
from svclint.model.data import mapping
from svclint.source import Document

_BACKEND_NAMES = ("name", "serviceName")
_BACKEND_PORTS = ("number", "name", "servicePort", "port")


class _Context(NamedTuple):
    """A position in a text, and the last good object there with its surroundings."""

    outline: Outline
    document: Document | None
    inventory: Inventory | None
    version: str


def completion(session: Session, parameters: types.CompletionParams) -> types.CompletionList:
    """Return what can stand at a position."""
    file = session.file_of(parameters.text_document.uri)
    text = session.text_of(file)
    line, column = text.place(parameters.position)
    outline = outline_at(text.lines, line, column)
    workspace = session.flush()
    if outline is None or workspace is None:
        return types.CompletionList(is_incomplete=False, items=[])
    context = _context(workspace, file, line, outline)
    place = types.Range(text.position(line, outline.start), parameters.position)
    found = {item.label: item for item in _items(context)}
    for item in found.values():
        item.text_edit = types.TextEdit(place, item.insert_text or item.label)
    return types.CompletionList(is_incomplete=False, items=list(found.values()))


def _context(workspace: Workspace, file: str, line: int, outline: Outline) -> _Context:
    checked = workspace.files.get(file)
    for result in checked.objects if checked is not None else ():
        chunk = result.document.chunk
        if chunk.first_line <= line + 1 <= chunk.first_line + chunk.text.count("\n") + 1:
            inventory = workspace.inventory_of(result)
            version = version_text(result.facts.version)
            return _Context(outline, result.document, inventory, version)
    return _Context(outline, None, next(iter(workspace.inventories), None), default_version())


def _items(context: _Context) -> Iterator[types.CompletionItem]:
    outline = context.outline
    if outline.key:
        yield from _values(context)
    elif outline.path[-1:] == ("selector",) and outline.kind == "Service":
        yield from _label_keys(context)
    else:
        yield from _fields(context)


def _fields(context: _Context) -> Iterator[types.CompletionItem]:
    outline = context.outline
    around = field_at(context.version, outline.api_version, outline.kind, outline.path)
    for name in around.children if around is not None else ():
        if name in outline.present or name == "status":
            continue
        path = (*outline.path, name)
        field = field_at(context.version, outline.api_version, outline.kind, path)
        if field is None:
            # The path is not one of the schema: half-typed text can make any.
            continue
        is_nested = field.type.startswith(("object", "list", "map"))
        yield types.CompletionItem(
            name,
            kind=types.CompletionItemKind.Field,
            detail=field.type,
            documentation=types.MarkupContent(types.MarkupKind.Markdown, field.description),
            insert_text=f"{name}:" if is_nested else f"{name}: ",
        )


def _values(context: _Context) -> Iterator[types.CompletionItem]:
    outline, key = context.outline, context.outline.key
    path = outline.path
    if outline.kind == "Service" and path[:2] == ("spec", "selector"):
        yield from _label_values(context, key)
    elif outline.kind == "Service" and key == "targetPort":
        yield from _target_ports(context)
    elif "backend" in path or "backendRefs" in path or "backendRef" in path:
        yield from _backends(context)
    if key in SUPPORTED_VALUES and not (key == "type" and outline.kind != "Service"):
        field = field_at(context.version, outline.api_version, outline.kind, path)
        if field is not None:
            yield from _plain(SUPPORTED_VALUES[key], types.CompletionItemKind.EnumMember)
    field = field_at(context.version, outline.api_version, outline.kind, path)
    if field is not None and field.type == "boolean":
        yield from _plain(("true", "false"), types.CompletionItemKind.Value)


def _plain(
    labels: Iterable[str], kind: types.CompletionItemKind, detail: str = ""
) -> Iterator[types.CompletionItem]:
    for label in dict.fromkeys(labels):
        yield types.CompletionItem(label, kind=kind, detail=detail or None)


def _label_keys(context: _Context) -> Iterator[types.CompletionItem]:
    for key in _labels(context):
        if key not in context.outline.present:
            yield types.CompletionItem(
                key, kind=types.CompletionItemKind.Property, insert_text=f"{key}: "
            )


def _label_values(context: _Context, key: str) -> Iterator[types.CompletionItem]:
    yield from _plain(
        _labels(context).get(key, ()), types.CompletionItemKind.Value, "label of pods"
    )


def _labels(context: _Context) -> dict[str, list[str]]:
    """Return the labels of the pods around an object, with their values."""
    found: dict[str, list[str]] = {}
    inventory, document = context.inventory, context.document
    if inventory is None:
        return found
    workloads = (
        list(inventory.workloads.all)
        if document is None
        else inventory.workloads.within(inventory.search_places(document))
    )
    for workload in workloads:
        for key, value in workload.labels.items():
            found.setdefault(key, []).append(value)
    return found


def _target_ports(context: _Context) -> Iterator[types.CompletionItem]:
    inventory, document = context.inventory, context.document
    if inventory is None or document is None or not is_service(document):
        return
    for workload in selected_workloads(document, inventory):
        for port in workload.ports:
            detail = f"port {port.number} of {workload.kind} {workload.name}"
            label = port.name or str(port.number)
            yield from _plain((label,), types.CompletionItemKind.Reference, detail)


def _backends(context: _Context) -> Iterator[types.CompletionItem]:
    inventory, document = context.inventory, context.document
    outline, key = context.outline, context.outline.key
    if inventory is None:
        return
    services = _services_around(context, inventory)
    is_port = "port" in outline.path[-2:] or key in ("servicePort", "number")
    if not is_port and key in _BACKEND_NAMES:
        names = (service.object_name.name for service in services)
        yield from _plain(names, types.CompletionItemKind.Reference, "Service")
    elif is_port and key in _BACKEND_PORTS and document is not None:
        name = _service_named_beside(context, document)
        for service in services:
            if service.object_name.name != name:
                continue
            for port in ports_of(service):
                label = port.name if key == "name" else str(port.number)
                yield from _plain(filter(None, (label,)), types.CompletionItemKind.Reference)


def _services_around(context: _Context, inventory: Inventory) -> list[Document]:
    document = context.document
    if document is None:
        return inventory.services()
    spaces = set(inventory.namespaces(document))
    return [
        service
        for service in inventory.services()
        if inventory.may_be_together(document, service)
        and not spaces.isdisjoint(inventory.namespaces(service))
    ]


def _service_named_beside(context: _Context, document: Document) -> str:
    """Return the name of the Service in the backend around a port."""
    path = context.outline.path
    for length in range(len(path) - 1, 0, -1):
        around = mapping(document.value(path[:length]))
        service = mapping(around.get("service")) or around
        name = service.get("name") or service.get("serviceName")
        if isinstance(name, str) and path[length:][0] in ("service", "port", "servicePort"):
            return name
    return ""
