"""Who sends traffic to which Service, and what the reference rules say of it."""

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
    nearest_services,
    ports_of,
)
from svclint.model import Finding, Path, Severity, spell
from svclint.model.data import mapping, sequence, text
from svclint.source import Document

_MONITORS = ("monitoring.coreos.com", "azmonitoring.coreos.com")


class Fault(NamedTuple):
    """Why something leads nowhere; ``is_open`` where the other half may be defined elsewhere."""

    words: str
    is_open: bool = False

    @property
    def mark(self) -> str:
        """Give the sign that stands before it."""
        return "?" if self.is_open else "✗"


class Call(NamedTuple):
    """Somebody who names a Service: ``port`` is the place in its ``spec.ports``, if one fits.

    ``said`` is the port as written, ``fault`` why nothing comes of it.
    """

    document: Document
    namespace: str
    port: int | None
    said: str
    fault: Fault | None = None


class Calls(NamedTuple):
    """All calls of a run, by the ``id`` of their Service, or by what names one out of sight."""

    of: dict[int, list[Call]]
    missing: dict[tuple[str, str], list[Call]]


class Reasons:
    """The findings of the reference rules, by document and field."""

    def __init__(self, findings: Mapping[int, Sequence[Finding]]) -> None:
        self._findings = findings

    def at(self, document: Document, path: Path, least: Severity = Severity.INFO) -> Fault | None:
        """Give what is said of one field, the worst of it; nothing where that is less."""
        field = spell(path)
        return self._worst(document, least, lambda other: other == field)

    def under(self, document: Document, path: Path) -> Fault | None:
        """Give the worst that is said of a field and all within it, notes apart."""
        start = spell(path)
        return self._worst(
            document,
            Severity.WARNING,
            lambda other: other == start or other.startswith((f"{start}.", f"{start}[")),
        )

    def _worst(
        self, document: Document, least: Severity, is_meant: Callable[[str], bool]
    ) -> Fault | None:
        found = [
            each
            for each in self._findings.get(id(document), ())
            if each.severity >= least and is_meant(each.field)
        ]
        worst = max(found, key=lambda each: each.severity, default=None)
        return None if worst is None else Fault(worst.message, worst.severity == Severity.INFO)


def calls(inventory: Inventory, reasons: Reasons) -> Calls:
    """Find out who names which Service."""
    found = Calls(defaultdict(list), defaultdict(list))
    for document in callers(inventory):
        for backend, services in backends_of(document, inventory):
            if services:
                service = _meant(document, services, backend)
                port, space = backend_port(service, backend), inventory.namespaces(document)[0]
                fault = _fault(document, service, backend, reasons)
                position = None if port is None else port.position
                call = Call(document, space, position, _said(backend), fault)
                found.of[id(service)].append(call)
            else:
                _add_missing(found, document, backend, inventory, reasons)
    for group in _MONITORS:
        for monitor in inventory.of_kind(group, "ServiceMonitor"):
            _add_monitor(found, monitor, inventory, reasons)
    return found


def _add_missing(
    found: Calls, document: Document, backend: Backend, inventory: Inventory, reasons: Reasons
) -> None:
    space = inventory.namespaces(document)[0]
    where = backend_namespaces(document, backend, inventory)[0]
    words = f'Service "{backend.name}" not found in namespace "{where}"'
    why = reasons.at(document, backend.path) or Fault(words, is_open=True)
    found.missing[where, backend.name].append(Call(document, space, None, _said(backend), why))


def _said(backend: Backend) -> str:
    return "" if backend.port is None else str(backend.port)


def _meant(document: Document, services: list[Document], backend: Backend) -> Document:
    """Choose among several definitions of a Service: the nearest, one that has the port first."""
    near = nearest_services(document, services)
    return next((each for each in near if backend_port(each, backend)), near[0])


def _fault(
    document: Document, service: Document, backend: Backend, reasons: Reasons
) -> Fault | None:
    """Say why traffic to a Service in sight does not arrive at one of its ports."""
    namespace = (*backend.path[:-1], "namespace")
    refused = reasons.at(document, namespace, Severity.WARNING)
    if backend_port(service, backend) is not None:
        return refused or reasons.at(document, backend.port_path, Severity.WARNING)
    told = reasons.at(document, backend.port_path)
    if told or is_external_name(service) or not ports_of(service):
        return refused or told
    if backend.port is None:
        return Fault(f'the reference to Service "{backend.name}" has no port number')
    return Fault(f'Service "{backend.name}" has no port {backend.port}')


def _add_monitor(found: Calls, monitor: Document, inventory: Inventory, reasons: Reasons) -> None:
    """Add a ServiceMonitor: it names ports of whatever Services its selector matches."""
    space = inventory.namespaces(monitor)[0]
    services = monitored_services(monitor, inventory)
    for at, endpoint in enumerate(sequence(monitor.value(("spec", "endpoints")))):
        said = text(mapping(endpoint).get("port"))
        path = ("spec", "endpoints", at, "port")
        fault = reasons.at(monitor, path, Severity.WARNING)
        for service in services:
            named = (port.position for port in ports_of(service) if said and port.name == said)
            position = next(named, None)
            if position is not None or fault or not said:
                found.of[id(service)].append(Call(monitor, space, position, said, fault))
