"""The callers of each Service, and what the reference rules report about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    Backend,
    backend_namespaces,
    backend_port,
    backends_of,
    callers,
    is_external_name,
    monitored_services,
    ports_of,
    requests_to,
)
from svclint.model import Finding, Path, Severity, spell
from svclint.model.data import mapping, sequence, text
from svclint.source import Document

_MONITORS = ("monitoring.coreos.com", "azmonitoring.coreos.com")


class Fault(NamedTuple):
    """Why a link is broken; ``is_open`` if the other object may be outside the checked files."""

    message: str
    is_open: bool = False

    @property
    def mark(self) -> str:
        """The sign before the message."""
        return "?" if self.is_open else "✗"


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


class RuleFaults:
    """The findings of the reference rules, by document and field."""

    def __init__(self, findings: Mapping[int, Sequence[Finding]]) -> None:
        self._findings = findings

    def at(
        self,
        document: Document,
        path: Path,
        minimum: Severity = Severity.NOTE,
        subject: str = "",
    ) -> Fault | None:
        """Return the worst finding at a field that mentions a subject, if it is that severe."""
        field = spell(path)
        return self._worst(document, minimum, lambda other: other == field, subject)

    def under(self, document: Document, path: Path) -> Fault | None:
        """Return the worst finding at a field or below it, except notes."""
        start = spell(path)
        return self._worst(
            document,
            Severity.WARNING,
            lambda other: other == start or other.startswith((f"{start}.", f"{start}[")),
        )

    def _worst(
        self,
        document: Document,
        minimum: Severity,
        is_match: Callable[[str], bool],
        subject: str = "",
    ) -> Fault | None:
        found = [
            each
            for each in self._findings.get(id(document), ())
            if each.severity >= minimum and is_match(each.field) and subject in each.message
        ]
        worst = max(found, key=lambda each: each.severity, default=None)
        return None if worst is None else Fault(worst.message, worst.severity == Severity.NOTE)


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
    for group in _MONITORS:
        for monitor in inventory.of_kind(group, "ServiceMonitor"):
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
    namespace = (*backend.path[:-1], "namespace")
    refused = reasons.at(document, namespace, Severity.WARNING)
    if backend_port(service, backend) is not None:
        return refused or reasons.at(document, backend.port_path, Severity.WARNING)
    reported = reasons.at(document, backend.port_path)
    is_open = backend.port is None or is_external_name(service) or not ports_of(service)
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
    for at, endpoint in enumerate(sequence(monitor.value(("spec", "endpoints")))):
        port_name = text(mapping(endpoint).get("port"))
        path = ("spec", "endpoints", at, "port")
        fault = reasons.at(monitor, path, Severity.WARNING)
        for service in services:
            named = (
                port.position for port in ports_of(service) if port_name and port.name == port_name
            )
            position = next(named, None)
            if position is not None or fault or not port_name:
                call = Call(monitor, space, position, port_name, fault, path=path)
                found.of[id(service)].append(call)
