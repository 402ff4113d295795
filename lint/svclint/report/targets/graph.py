"""Gather who reaches whom: callers → Service → port → workloads, and which links are broken."""

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
from svclint.report.targets.callers import Call, Fault, Reasons, calls
from svclint.source import Document


class Thing(NamedTuple):
    """An object that stands at one end of a link."""

    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class End(NamedTuple):
    """What a port reaches; ``fault`` says in few words why nothing answers there, if so."""

    thing: Thing
    number: int | None
    fault: Fault | None = None


class Port(NamedTuple):
    """A port of a Service; ``fault`` says what is wrong with it, or why an end of it is broken."""

    title: str
    target: str
    ends: tuple[End, ...]
    fault: Fault | None = None


class Link(NamedTuple):
    """Somebody who sends traffic to a Service; ``port`` is a place in its ports, if any fits."""

    caller: Thing
    port: int | None
    said: str
    fault: Fault | None = None


class Entry(NamedTuple):
    """A Service with all that reaches it and that it reaches.

    ``is_missing``: callers name it, and nothing in sight defines it. ``fault`` says what is wrong
    with the Service itself.
    """

    thing: Thing
    type: str
    ports: tuple[Port, ...]
    links: tuple[Link, ...]
    fault: Fault | None = None
    is_missing: bool = False
    document: Document | None = None

    def faults(self) -> Iterator[Fault]:
        """Give what is wrong, once for each place; the reason of a broken end is said there."""
        for port in self.ports:
            ends = [end.fault for end in port.ends if end.fault]
            yield from ends or filter(None, [port.fault])
        yield from filter(None, [self.fault, *(link.fault for link in self.links)])


def graph(
    inventory: Inventory,
    findings: Mapping[int, Sequence[Finding]] | None = None,
    files: Iterable[Document] | None = None,
) -> list[Entry]:
    """Give every Service of a run, and after them those that are only named.

    ``findings`` are those of the reference rules by the ``id`` of their document; they say why
    something is broken. ``files``: leave out live Services that have nothing to do with these.
    """
    reasons = Reasons(findings or {})
    found = calls(inventory, reasons)
    own = None if files is None else {id(document) for document in files}
    entries = [
        _entry(service, inventory, found.of.get(id(service), []), reasons)
        for service in inventory.services()
        if is_service(service)
        and (own is None or _concerns(service, inventory, found.of.get(id(service), []), own))
    ]
    missing = [
        Entry(
            Thing("Service", namespace, name),
            "not found",
            (),
            tuple(_links(named, {})),
            is_missing=True,
        )
        for (namespace, name), named in found.missing.items()
        if own is None or any(id(call.document) in own for call in named)
    ]
    return entries + missing


def _concerns(service: Document, inventory: Inventory, named: list[Call], own: set[int]) -> bool:
    """Return whether a Service is in the files, or something in the files is at an end of it."""
    if id(service) in own or any(id(call.document) in own for call in named):
        return True
    return any(
        id(target.document) in own
        for port in targets_of(service, inventory)
        for target in port.targets
    )


def _entry(service: Document, inventory: Inventory, named: list[Call], reasons: Reasons) -> Entry:
    spaces = inventory.namespaces(service)
    found = targets_of(service, inventory)
    ports = tuple(_port(service, each, inventory, reasons) for each in found)
    if not ports and is_headless(service) and selector_of(service):
        ports = (_nameless(service, inventory),)
    places = {each.port.position: place for place, each in enumerate(found)}
    return Entry(
        Thing("Service", ", ".join(spaces), service.object_name.name),
        _type(service),
        ports,
        tuple(_links(named, places)),
        _fault_of(service, ports, reasons),
        document=service,
    )


def _type(service: Document) -> str:
    kind = service.value(("spec", "type"))
    if is_external_name(service):
        return f"ExternalName {service.value(('spec', 'externalName')) or ''}".strip()
    return "headless" if is_headless(service) else str(kind or "ClusterIP")


def _port(service: Document, found: PortTargets, inventory: Inventory, reasons: Reasons) -> Port:
    port, space = found.port, inventory.namespaces(service)[0]
    ends = tuple(
        End(
            Thing(target.kind, space, target.name),
            target.number,
            _lack(target.kind, port) if target.number is None else None,
        )
        for target in found.targets
    )
    title = f"{port.number}/{port.protocol} {port.name}".strip()
    fault = reasons.under(service, ("spec", "ports", port.position))
    if not ends and not fault and not is_external_name(service):
        fault = _nobody(service, inventory, reasons)
    return Port(title, str(port.target), ends, fault)


def _lack(kind: str, port: ServicePort) -> Fault:
    """Say what is not there, in the few words that fit beside a name."""
    if kind in ("Endpoints", "EndpointSlice"):
        return Fault(f'no port named "{port.name}"' if port.name else "no port without a name")
    return Fault(f'no port named "{port.target}"')


def _nobody(service: Document, inventory: Inventory, reasons: Reasons) -> Fault:
    """Say why a port has nobody behind it."""
    told = reasons.at(service, ("spec", "selector"))
    if told:
        return told
    selector = selector_of(service)
    if not selector:
        return Fault("no selector, and no Endpoints or EndpointSlice found", is_open=True)
    idle = selected_workloads(service, inventory)
    if idle:
        words = f"{idle[0]} matches the selector, but does not always have pods"
        return Fault(words, is_open=True)
    pairs = ", ".join(f"{key}={value}" for key, value in selector.items())
    return Fault(f"no workload in the checked files has pods with the labels {pairs}", is_open=True)


def _nameless(service: Document, inventory: Inventory) -> Port:
    """Give what a headless Service without ports reaches: DNS hands out all of the pods."""
    space = inventory.namespaces(service)[0]
    found = [each for each in selected_workloads(service, inventory) if each.has_pods]
    ends = tuple(End(Thing(each.kind, space, each.name), None) for each in found)
    fault = None if ends else _nobody(service, inventory, Reasons({}))
    return Port("every port", "", ends, fault)


def _fault_of(service: Document, ports: Sequence[Port], reasons: Reasons) -> Fault | None:
    """Give what a rule says of the selector, unless a port says it already."""
    told = reasons.at(service, ("spec", "selector"), Severity.WARNING)
    return None if any(port.fault == told for port in ports) else told


def _links(named: Sequence[Call], places: Mapping[int, int]) -> Iterator[Link]:
    for call in dict.fromkeys(named):
        place = None if call.port is None else places.get(call.port)
        caller = Thing(call.document.kind, call.namespace, call.document.object_name.name)
        yield Link(caller, place, call.said, call.fault)


def in_cluster(entry: Entry, cluster: str) -> Entry:
    """Say of which cluster an entry is, where a configuration tells several apart."""

    def told(thing: Thing) -> Thing:
        return thing._replace(namespace=f"{cluster}: {thing.namespace}")

    ports = [
        port._replace(ends=tuple(end._replace(thing=told(end.thing)) for end in port.ends))
        for port in entry.ports
    ]
    links = tuple(link._replace(caller=told(link.caller)) for link in entry.links)
    return entry._replace(thing=told(entry.thing), ports=tuple(ports), links=links)
