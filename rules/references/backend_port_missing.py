"""An Ingress, a route or a webhook names a port that its Service does not have."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.proximity import is_near
from svclint.kubernetes.targets import (
    BACKEND_KINDS,
    Backend,
    backend_port,
    backends_of,
    is_external_name,
    nearest_services,
    ports_of,
)
from svclint.model import Fix, Report, Severity, set_to
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("backend-port-missing", Severity.ERROR, since="0.1", kinds=BACKEND_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """An Ingress, a route or a webhook names a port that its Service does not have."""
    for backend, services in backends_of(document, inventory):
        if backend.port is None:
            if document.kind != "Ingress":
                yield Report(
                    backend.port_path,
                    f"the backend names no port of Service {backend.name}; a Service needs one",
                    "write the port's number",
                )
            continue
        near = nearest_services(document, services)
        if near and not any(_may_have(each, backend) for each in near):
            yield _report(document, backend, services, inventory)


def _may_have(service: Document, backend: Backend) -> bool:
    """Return whether a Service has a port, tells nothing of its ports, or is refused for having none."""
    is_there = backend_port(service, backend) is not None
    return is_there or is_external_name(service) or not ports_of(service)


def _report(
    document: Document, backend: Backend, services: list[Document], inventory: Inventory
) -> Report:
    fitting = [service for service in services if backend_port(service, backend) is not None]
    is_open = any(inventory.is_changed_by_kustomize(each) for each in (document, *services))
    if not is_near(document, services[0]):
        severity = Severity.INFO
    elif fitting or is_open or _is_target(services[0], backend):
        severity = Severity.WARNING
    else:
        severity = Severity.ERROR
    words, remedy = _words(services[0], backend), _remedy(services[0], backend)
    return Report(
        backend.port_path, words, remedy, severity=severity, fix=_fix(services[0], backend)
    )


def _is_target(service: Document, backend: Backend) -> bool:
    """Return whether it names the targetPort: ingress-nginx takes that, other controllers do not."""
    return any(port.target == backend.port for port in ports_of(service))


def _words(service: Document, backend: Backend) -> str:
    place, _ = service.locate(("metadata", "name"))
    has = ", ".join(
        f"{port.number} ({port.name})" if port.name else str(port.number)
        for port in ports_of(service)
    )
    name = service.object_name.name
    what = repr(backend.port) if isinstance(backend.port, str) else backend.port
    words = f"Service {name} ({place.file}:{place.line}) has no port {what}, but {has or 'none'}"
    if _is_target(service, backend):
        words += f"; {what} is its targetPort, and a backend names the Service's port"
    return words


def _fix(service: Document, backend: Backend) -> Fix | None:
    """Write the port that is surely meant, as a name or number as it was."""
    ports = ports_of(service)
    meant = [port for port in ports if port.target == backend.port] or ports
    value = meant[0].name if isinstance(backend.port, str) else meant[0].number
    is_clear = len(meant) == 1 and bool(value)
    return set_to(backend.port_path, value, is_safe=False) if is_clear else None


def _remedy(service: Document, backend: Backend) -> str:
    ports = ports_of(service)
    for port in ports:
        if port.target == backend.port or len(ports) == 1:
            by_name = isinstance(backend.port, str) and port.name
            return f"write {port.name if by_name else f'number {port.number}'}"
    return "name one of these ports"
