"""An Ingress, a route or a webhook names a port that its Service does not have."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.objects.syntax import port_name_problems
from svclint.kubernetes.targets import (
    BACKEND_KINDS,
    Backend,
    ServicePort,
    backend_port,
    backends_of,
    is_target_port,
    lacks_port,
    may_have_any_port,
    place_of,
    ports_field_of,
    ports_of,
    resolve_target_port,
    selected_workloads,
    uncertainty,
)
from svclint.model import Fix, Report, Severity, set_to
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("backend-port-missing", Severity.ERROR, since="0.1", kinds=BACKEND_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """An Ingress, a route or a webhook names a port that its Service does not have."""
    for backend, services in backends_of(document, inventory):
        if backend.port is None:
            if backend.needs_port:
                yield Report(
                    backend.port_path,
                    f'the reference to Service "{backend.name}" has no port, which is required '
                    "for a Service",
                    "write the port of the Service",
                )
            continue
        is_refused = isinstance(backend.port, str) and port_name_problems(backend.port)
        if document.kind == "Ingress" and is_refused:
            continue
        if services and not any(_may_have(each, backend, inventory) for each in services):
            yield _report(document, backend, services, inventory)


def _may_have(service: Document, backend: Backend, inventory: Inventory) -> bool:
    """Return whether a Service has a port, or its manifest does not define the ports."""
    if may_have_any_port(service):
        return True
    port = backend_port(service, backend)
    if port is None:
        return False
    values = {"name": port.name, "number": port.number, "targetPort": port.target}
    is_of_pods = backend.port not in [values[each] for each in backend.port_by]
    return not (is_of_pods and _is_resolved(service, backend, inventory))


def _is_resolved(service: Document, backend: Backend, inventory: Inventory) -> bool:
    """Return whether the pods give each targetPort of a Service another number."""
    pods = selected_workloads(service, inventory)
    ports = ports_of(service)
    numbers = {resolve_target_port(workload, port) for workload in pods for port in ports}
    return bool(pods) and not {None, backend.port} & numbers


def _report(
    document: Document, backend: Backend, services: list[Document], inventory: Inventory
) -> Report:
    service = services[0]
    reason = uncertainty(document, services, inventory)
    is_likely = bool(reason) or _is_accepted(document, service, backend)
    severity = Severity.WARNING if is_likely else Severity.ERROR
    return Report(
        backend.port_path,
        _message(document, service, backend) + reason,
        _remedy(service, backend),
        severity=severity,
        fix=_fix(service, backend),
        others=ports_field_of(service),
    )


def _is_accepted(document: Document, service: Document, backend: Backend) -> bool:
    """Return whether an Ingress names the targetPort, which ingress-nginx accepts."""
    return document.kind == "Ingress" and is_target_port(service, backend.port or 0)


def _message(document: Document, service: Document, backend: Backend) -> str:
    assert backend.port is not None
    message = lacks_port(service, backend.port)
    if _names_pod_port(backend):
        message = _lacks_pod_port(document, service, backend.port)
    elif _is_accepted(document, service, backend):
        port = f'"{backend.port}"' if isinstance(backend.port, str) else backend.port
        message += f", and {port} is the targetPort, which only ingress-nginx accepts in a backend"
    elif is_target_port(service, backend.port):
        message += f", and {backend.port} is the targetPort"
    return message


def _names_pod_port(backend: Backend) -> bool:
    """Return whether a backend names a port by the number of the pods, not of the Service."""
    is_by_pods = "targetPort" in backend.port_by and "number" not in backend.port_by
    return is_by_pods and isinstance(backend.port, int)


def _lacks_pod_port(document: Document, service: Document, number: int | str) -> str:
    """Return that a number is not that of a pod port, for what names no Service port by number."""
    fact = (
        f'Service "{service.object_name.name}" ({place_of(service)}) sends nothing to port '
        f"{number} of its pods"
    )
    if any(port.number == number for port in ports_of(service)):
        fact += f", which is its own port; a number in a {document.kind} is that of the pods"
    return fact


def _fix(service: Document, backend: Backend) -> Fix | None:
    """Return a fix that writes the port that is meant, if one is, by name or number as before."""
    ports = ports_of(service)
    candidates = [port for port in ports if port.target == backend.port] or ports
    value = _value_of(candidates[0], backend)
    is_unique = len(candidates) == 1 and bool(value) and backend.port_path != backend.path
    return set_to(backend.port_path, value, is_safe=False) if is_unique else None


def _value_of(port: ServicePort, backend: Backend) -> int | str:
    """Return how a backend names a port: as before, or by name where numbers are of the pods."""
    return port.name if isinstance(backend.port, str) or _names_pod_port(backend) else port.number


def _remedy(service: Document, backend: Backend) -> str:
    ports = ports_of(service)
    for port in ports:
        is_meant = _names_pod_port(backend) and port.number == backend.port
        if is_meant or port.target == backend.port or len(ports) == 1:
            return f"write {_value_of(port, backend) or port.number}"
    return "name one of these ports"
