"""The callers of each Service, and what the reference rules report about them."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    Backend,
    backend_namespaces,
    backend_port,
    backends_of,
    callers,
    may_have_any_port,
    monitored_ports,
    monitored_services,
    monitors,
    ports_of,
    requests_to,
)
from svclint.model import Path, Severity
from svclint.report.targets.faults import Fault, RuleFaults
from svclint.source import Document


class Call(NamedTuple):
    """A reference to a Service: ``port`` is the index in its ``spec.ports``, if one matches.

    ``port_text`` is the port as written, ``fault`` the reason why the link is broken. ``dns_name``
    is the host that a value of the caller contains; empty for a reference. ``path`` is that of the
    reference or value; ``requests`` are the hosts and paths for which a reference is followed.
    """

    document: Document
    namespace: str
    port: int | None
    port_text: str
    fault: Fault | None = None
    dns_name: str = ""
    path: Path = ()
    requests: tuple[str, ...] = ()


class Calls(NamedTuple):
    """All calls of a run, by the ``id`` of their Service, or by namespace and name if missing."""

    of: dict[int, list[Call]]
    missing: dict[tuple[str, str], list[Call]]


def calls(inventory: Inventory, reasons: RuleFaults) -> Calls:
    """Return all calls: references by backends, and by the selectors of ServiceMonitors."""
    found = Calls(defaultdict(list), defaultdict(list))
    for document in callers(inventory):
        for backend, services in backends_of(document, inventory):
            if services:
                service = next((s for s in services if backend_port(s, backend)), services[0])
                port, space = backend_port(service, backend), inventory.namespaces(document)[0]
                fault = _fault(document, service, backend, reasons)
                position = None if port is None else port.position
                call = Call(document, space, position, _port_text(backend), fault)
                found.of[id(service)].append(_placed(call, backend.path))
            else:
                _add_missing(found, document, backend, inventory, reasons)
    for monitor in monitors("ServiceMonitor", inventory):
        _add_monitor(found, monitor, inventory, reasons)
    return found


def _add_missing(
    found: Calls, document: Document, backend: Backend, inventory: Inventory, reasons: RuleFaults
) -> None:
    space = inventory.namespaces(document)[0]
    where = backend_namespaces(document, backend, inventory)[0]
    message = f'Service "{backend.name}" not found in namespace "{where}"'
    why = reasons.at(document, backend.path) or Fault(message, is_open=True)
    call = Call(document, space, None, _port_text(backend), why)
    found.missing[where, backend.name].append(_placed(call, backend.path))


def _placed(call: Call, path: Path) -> Call:
    """Return a call with the path of its reference, and the requests that it is for."""
    return call._replace(path=path, requests=requests_to(call.document, path))


def _port_text(backend: Backend) -> str:
    return "" if backend.port is None else str(backend.port)


def _fault(
    document: Document, service: Document, backend: Backend, reasons: RuleFaults
) -> Fault | None:
    """Return why traffic to a known Service does not arrive at one of its ports."""
    fields = ((*backend.path[:-1], "namespace"), backend.path)
    found = (reasons.at(document, field, Severity.WARNING) for field in fields)
    refused = next(filter(None, found), None)
    if backend_port(service, backend) is not None:
        return refused or reasons.at(document, backend.port_path, Severity.WARNING)
    reported = reasons.at(document, backend.port_path)
    is_open = backend.port is None or may_have_any_port(service)
    if reported or is_open:
        return refused or reported
    port = f'"{backend.port}"' if isinstance(backend.port, str) else backend.port
    return Fault(f'Service "{backend.name}" has no port {port}')


def _add_monitor(
    found: Calls, monitor: Document, inventory: Inventory, reasons: RuleFaults
) -> None:
    """Add a ServiceMonitor: it names ports of all Services that its selector matches."""
    space = inventory.namespaces(monitor)[0]
    services = monitored_services(monitor, inventory)
    for path, value in monitored_ports(monitor):
        positions = [_monitored_port(service, path, value) for service in services]
        fault = reasons.at(monitor, path)
        for service, position in zip(services, positions, strict=True):
            # Of several Services, some need not have the port.
            if position is not None or fault or path[-1] != "port":
                call = Call(monitor, space, position, str(value), fault, path=path)
                found.of[id(service)].append(call)


def _monitored_port(service: Document, path: Path, value: str | int) -> int | None:
    """Return the index of the port that a monitor names, by its name or targetPort."""
    is_name = path[-1] == "port"
    found = (each for each in ports_of(service) if value == (each.name if is_name else each.target))
    return next((each.position for each in found), None)
