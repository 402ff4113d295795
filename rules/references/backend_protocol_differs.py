"""A backend port of a Service does not speak the protocol that is sent to it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.proximity import is_near
from svclint.kubernetes.targets import BACKEND_KINDS, backend_port, backends_of
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("backend-protocol-differs", Severity.ERROR, since="0.1", kinds=BACKEND_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A backend port of a Service does not speak the protocol that is sent to it."""
    for backend, services in backends_of(document, inventory):
        found = backend_port(services[0], backend) if services else None
        if found is None or found.protocol == backend.protocol:
            continue
        others = [backend_port(service, backend) for service in services[1:]]
        if any(port and port.protocol == backend.protocol for port in others):
            continue
        is_open = any(inventory.is_changed_by_kustomize(each) for each in (document, *services))
        is_open = is_open or not is_near(document, services[0])
        yield Report(
            backend.port_path,
            f"port {found} of Service {backend.name} is {found.protocol}, and {document.kind} "
            f"sends {backend.protocol}",
            f"name a {backend.protocol} port, or give this one that protocol",
            severity=Severity.WARNING if is_open else Severity.ERROR,
        )
