"""The Service port of a backend has another protocol than the traffic sent to it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import BACKEND_KINDS, backend_port, backends_of, uncertainty
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document

# Kong's controller sends to the pods of any protocol of the Service. Source: the function
# listProtocols of Kong/kubernetes-ingress-controller.
_LIKELY = ("TCPIngress", "TCPRoute", "UDPIngress", "UDPRoute")


@reference_rule("backend-protocol-differs", Severity.ERROR, since="0.1", kinds=BACKEND_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The Service port of a backend has another protocol than the traffic sent to it."""
    for backend, services in backends_of(document, inventory):
        # Of some references, such as the streams of APISIX, it is unknown.
        found = backend_port(services[0], backend) if services and backend.protocol else None
        if found is None or found.protocol == backend.protocol:
            continue
        others = [backend_port(service, backend) for service in services[1:]]
        if any(port and port.protocol == backend.protocol for port in others):
            continue
        reason = uncertainty(document, services, inventory)
        is_certain = not reason and document.kind not in _LIKELY
        yield Report(
            backend.port_path,
            f'port {found.number} of Service "{backend.name}" uses {found.protocol}, but the '
            f"{document.kind} sends {backend.protocol}{reason}",
            f"name a {backend.protocol} port, or set protocol: {backend.protocol} on this one",
            severity=Severity.ERROR if is_certain else Severity.WARNING,
        )
