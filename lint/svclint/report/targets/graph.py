"""The graph behind ``svclint targets``: callers → Service → port → workloads, and broken links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.reference_limit import TooManyReferences
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
from svclint.model import Finding, Path
from svclint.model.data import whole
from svclint.report.targets.callers import Call, Calls, calls
from svclint.report.targets.dns_callers import add_dns_calls
from svclint.report.targets.entries import End, Entry, Link, ObjectRef, Port
from svclint.report.targets.faults import Fault, RuleFaults
from svclint.report.targets.nearest_links import mark_nearest
from svclint.report.targets.unresolved import is_resolved, with_reason
from svclint.source import Document


def graph(
    inventory: Inventory,
    findings: Mapping[int, Sequence[Finding]] | None = None,
    files: Sequence[Document] = (),
    *,
    connected_only: bool = False,
) -> Iterator[Entry]:
    """Yield every Service of a run, those that are only referenced, and other broken objects.

    ``findings`` of the reference rules, by the ``id`` of their document, explain what is broken;
    those in ``files`` that no Service shows follow at the end, by object. ``connected_only``
    leaves out live Services that are not connected to these documents. Raises
    ``TooManyReferences`` at the Service where the limit of references is reached.
    """
    reasons = RuleFaults(findings or {})
    found = calls(inventory, reasons)
    add_dns_calls(found, inventory, reasons)
    mark_nearest(found, reasons)
    own = {id(document) for document in files} if connected_only else None
    shown: set[str] = set()
    for entry in _services(inventory, found, reasons, own):
        shown.update(fault.message for fault in entry.faults())
        yield entry
    for document in files:
        rest = reasons.unshown(document, shown)
        if rest:
            yield _other(document, rest, inventory)


def _services(
    inventory: Inventory, found: Calls, reasons: RuleFaults, own: set[int] | None
) -> Iterator[Entry]:
    """Yield the Services of a run, then those that are only referenced."""
    for service in filter(is_service, inventory.services()):
        named = found.of.get(id(service), [])
        try:
            if own is None or _is_connected(service, inventory, named, own):
                yield _entry(service, inventory, named, reasons)
        except TooManyReferences as error:
            what = f"the targets of {service.object_name} and of what follows are missing"
            raise TooManyReferences(f"{what}: {error}") from None
    for (namespace, name), named in found.missing.items():
        if own is None or any(id(call.document) in own for call in named):
            missing = ObjectRef("Service", namespace, name)
            links = tuple(_links(named, {}))
            yield Entry(missing, "not found", (), links, is_missing=True)


def _other(document: Document, findings: Sequence[Finding], inventory: Inventory) -> Entry:
    """Return another object than a Service, with its fields that lead nowhere."""
    name = document.object_name.name
    fields = tuple(
        Port(
            finding.field,
            "",
            (),
            Fault(finding.message),
            f"{finding.location.file}:{finding.location.line}" if document.chunk.text else "",
        )
        for finding in findings
    )
    return Entry(
        ObjectRef(document.kind, inventory.namespaces(document)[0], name),
        document.kind,
        fields,
        (),
        is_other=True,
        place=place_of(document, ("metadata", "name")),
    )


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
    entry = Entry(
        ObjectRef("Service", ", ".join(spaces), service.object_name.name),
        _type(service),
        ports,
        tuple(_links(named, places)),
        _own_fault(service, ports, reasons),
        document=service,
        place=place_of(service, ("metadata", "name")),
    )
    return entry if is_resolved(service, ports) else with_reason(entry, reasons.undecoded(service))


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
            _missing_port(target.kind, port)
            if target.number is None
            else reasons.of_target(target.document),
            place_of(target.document, ("metadata", "name")),
        )
        for target in found.targets
    )
    path = ("spec", "ports", port.position)
    title = f"{port.number}/{port.protocol} {port.name}".strip()
    node_port = whole(service.value((*path, "nodePort")))
    if node_port:
        title += f" (node port {node_port})"
    if any(end.number is None for end in ends):
        fault = reasons.of_missing_port(service, path)
    else:
        fault = reasons.under(service, path)
    if not ends and not fault and not is_external_name(service):
        fault = _without_target(service, inventory, reasons)
    return Port(title, str(port.target), ends, fault, place_of(service, path))


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
    ends = tuple(
        End(
            ObjectRef(each.kind, space, each.name),
            None,
            place=place_of(each.document, ("metadata", "name")),
        )
        for each in found
    )
    fault = None if ends else _without_target(service, inventory, RuleFaults({}))
    return Port("every port", "", ends, fault)


def _own_fault(service: Document, ports: Sequence[Port], reasons: RuleFaults) -> Fault | None:
    """Return what a rule reports beside the ports, unless a port has the same fault."""
    fields = (("spec", "selector"), ("spec", "externalName"), ("metadata", "annotations"))
    found = (reasons.under(service, field) for field in fields)
    reported = next(filter(None, found), None)
    return None if any(port.fault == reported for port in ports) else reported


def _links(named: Sequence[Call], places: Mapping[int, int]) -> Iterator[Link]:
    """Yield the callers; several references of one object to one port are one link."""
    found: dict[Link, list[Call]] = {}
    for call in named:
        place = None if call.port is None else places.get(call.port)
        caller = ObjectRef(call.document.kind, call.namespace, call.document.object_name.name)
        found.setdefault(Link(caller, place, call.port_text, call.fault, call.dns_name), []).append(
            call
        )
    for link, grouped in found.items():
        requests = dict.fromkeys(each for call in grouped for each in call.requests)
        place_text = place_of(grouped[0].document, grouped[0].path or ("metadata", "name"))
        yield link._replace(place=place_text, requests=tuple(requests))


def place_of(document: Document, path: Path) -> str:
    """Return the file and line of a field; ``""`` for a live object, which has no file."""
    if not document.chunk.text:
        return ""
    place, _ = document.locate(path)
    return f"{place.file}:{place.line}"
