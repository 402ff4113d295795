"""The graph behind ``svclint targets``: callers → Service → port → workloads, and broken links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    PortTargets,
    ServicePort,
    is_external_name,
    is_headless,
    is_service,
    selected_workloads,
    selector_of,
    targets_of,
)
from svclint.model import Finding, Severity
from svclint.report.targets.callers import Call, Fault, RuleFaults, calls
from svclint.report.targets.dns_callers import add_dns_calls
from svclint.source import Document


class ObjectRef(NamedTuple):
    """An object at one end of a link."""

    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class End(NamedTuple):
    """A target of a port; ``fault`` is a short reason if nothing answers there."""

    object: ObjectRef
    number: int | None
    fault: Fault | None = None


class Port(NamedTuple):
    """A port of a Service; ``fault`` is a problem of the port or of one of its targets."""

    title: str
    target: str
    ends: tuple[End, ...]
    fault: Fault | None = None


class Link(NamedTuple):
    """A caller of a Service; ``port`` is the index in its ports, if one matches.

    ``dns_name`` is the host that a value of the caller contains; empty for a reference.
    """

    caller: ObjectRef
    port: int | None
    port_text: str
    fault: Fault | None = None
    dns_name: str = ""


class Entry(NamedTuple):
    """A Service with its callers, ports and targets.

    ``is_missing``: callers name it, but no checked file defines it. ``fault`` is a problem of the
    Service itself.
    """

    object: ObjectRef
    type: str
    ports: tuple[Port, ...]
    links: tuple[Link, ...]
    fault: Fault | None = None
    is_missing: bool = False
    document: Document | None = None

    def faults(self) -> Iterator[Fault]:
        """Yield every fault once; that of a broken target is not repeated for its port."""
        for port in self.ports:
            ends = [end.fault for end in port.ends if end.fault]
            yield from ends or filter(None, [port.fault])
        yield from filter(None, [self.fault, *(link.fault for link in self.links)])


def graph(
    inventory: Inventory,
    findings: Mapping[int, Sequence[Finding]] | None = None,
    files: Iterable[Document] | None = None,
) -> list[Entry]:
    """Return every Service of a run, followed by those that are only referenced.

    ``findings`` of the reference rules, by the ``id`` of their document, explain broken links.
    ``files``: leave out live Services that are not connected to these documents.
    """
    reasons = RuleFaults(findings or {})
    found = calls(inventory, reasons)
    add_dns_calls(found, inventory, reasons)
    own = None if files is None else {id(document) for document in files}
    entries = [
        _entry(service, inventory, found.of.get(id(service), []), reasons)
        for service in inventory.services()
        if is_service(service)
        and (own is None or _is_connected(service, inventory, found.of.get(id(service), []), own))
    ]
    missing = [
        Entry(
            ObjectRef("Service", namespace, name),
            "not found",
            (),
            tuple(_links(named, {})),
            is_missing=True,
        )
        for (namespace, name), named in found.missing.items()
        if own is None or any(id(call.document) in own for call in named)
    ]
    return entries + missing


def _is_connected(
    service: Document, inventory: Inventory, named: list[Call], own: set[int]
) -> bool:
    """Return whether a Service, a caller or a target of it is in the files."""
    if id(service) in own or any(id(call.document) in own for call in named):
        return True
    return any(
        id(target.document) in own
        for port in targets_of(service, inventory)
        for target in port.targets
    )


def _entry(
    service: Document, inventory: Inventory, named: list[Call], reasons: RuleFaults
) -> Entry:
    spaces = inventory.namespaces(service)
    found = targets_of(service, inventory)
    ports = tuple(_port(service, each, inventory, reasons) for each in found)
    if not ports and is_headless(service) and selector_of(service):
        ports = (_every_port(service, inventory),)
    places = {each.port.position: place for place, each in enumerate(found)}
    return Entry(
        ObjectRef("Service", ", ".join(spaces), service.object_name.name),
        _type(service),
        ports,
        tuple(_links(named, places)),
        _selector_fault(service, ports, reasons),
        document=service,
    )


def _type(service: Document) -> str:
    kind = service.value(("spec", "type"))
    if is_external_name(service):
        return f"ExternalName {service.value(('spec', 'externalName')) or ''}".strip()
    return "headless" if is_headless(service) else str(kind or "ClusterIP")


def _port(service: Document, found: PortTargets, inventory: Inventory, reasons: RuleFaults) -> Port:
    port, space = found.port, inventory.namespaces(service)[0]
    ends = tuple(
        End(
            ObjectRef(target.kind, space, target.name),
            target.number,
            _missing_port(target.kind, port) if target.number is None else None,
        )
        for target in found.targets
    )
    title = f"{port.number}/{port.protocol} {port.name}".strip()
    fault = reasons.under(service, ("spec", "ports", port.position))
    if not ends and not fault and not is_external_name(service):
        fault = _without_target(service, inventory, reasons)
    return Port(title, str(port.target), ends, fault)


def _missing_port(kind: str, port: ServicePort) -> Fault:
    """Return a reason that is short enough to fit next to a name."""
    if kind in ("Endpoints", "EndpointSlice"):
        return Fault(f'no port named "{port.name}"' if port.name else "no port without a name")
    return Fault(f'no port named "{port.target}"')


def _without_target(service: Document, inventory: Inventory, reasons: RuleFaults) -> Fault:
    """Return why a port has no target."""
    reported = reasons.at(service, ("spec", "selector"))
    if reported:
        return reported
    selector = selector_of(service)
    if not selector:
        return Fault("no selector, and no Endpoints or EndpointSlice found", is_open=True)
    idle = selected_workloads(service, inventory)
    if idle:
        message = f"{idle[0]} matches the selector, but does not always have pods"
        return Fault(message, is_open=True)
    pairs = ", ".join(f"{key}={value}" for key, value in selector.items())
    return Fault(f"no workload in the checked files has pods with the labels {pairs}", is_open=True)


def _every_port(service: Document, inventory: Inventory) -> Port:
    """Return the targets of a headless Service without ports: DNS returns all of its pods."""
    space = inventory.namespaces(service)[0]
    found = [each for each in selected_workloads(service, inventory) if each.has_pods]
    ends = tuple(End(ObjectRef(each.kind, space, each.name), None) for each in found)
    fault = None if ends else _without_target(service, inventory, RuleFaults({}))
    return Port("every port", "", ends, fault)


def _selector_fault(service: Document, ports: Sequence[Port], reasons: RuleFaults) -> Fault | None:
    """Return what a rule reports about the selector, unless a port has the same fault."""
    reported = reasons.at(service, ("spec", "selector"), Severity.WARNING)
    return None if any(port.fault == reported for port in ports) else reported


def _links(named: Sequence[Call], places: Mapping[int, int]) -> Iterator[Link]:
    for call in dict.fromkeys(named):
        place = None if call.port is None else places.get(call.port)
        caller = ObjectRef(call.document.kind, call.namespace, call.document.object_name.name)
        yield Link(caller, place, call.port_text, call.fault, call.dns_name)


def in_cluster(entry: Entry, cluster: str) -> Entry:
    """Return an entry with the name of its cluster, for configurations with several clusters."""

    def labelled(ref: ObjectRef) -> ObjectRef:
        return ref._replace(namespace=f"{cluster}: {ref.namespace}")

    ports = [
        port._replace(ends=tuple(end._replace(object=labelled(end.object)) for end in port.ends))
        for port in entry.ports
    ]
    links = tuple(link._replace(caller=labelled(link.caller)) for link in entry.links)
    return entry._replace(object=labelled(entry.object), ports=tuple(ports), links=links)
