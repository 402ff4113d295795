"""A GRPCRoute sends gRPC to a port that speaks another protocol."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import ServicePort, backend_port, backends_of, place_of, ports_of
from svclint.model import Report, Severity
from svclint.model.data import mapping, sequence, text
from svclint.rule import reference_rule
from svclint.source import Document

_GRPC = frozenset(("grpc", "grpcs", "h2c", "http2", "h2", "grpc-web", "https", "tls"))
# Beginnings of names of ports that speak something else.
_OTHER_NAMES = frozenset(("http", "web", "metrics", "admin", "mysql", "postgres", "redis", "tcp"))


@reference_rule("grpc-route-other-protocol", Severity.WARNING, since="0.1", kinds=("GRPCRoute",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A GRPCRoute sends gRPC to a port that speaks another protocol."""
    for backend, services in backends_of(document, inventory):
        if not services:
            continue
        service, port = services[0], backend_port(services[0], backend)
        if port is None or any(_may_speak_grpc(each, backend_port(each, backend))
                               for each in services):  # fmt: skip
            continue
        grpc = [each for each in ports_of(service) if _first_term(each.name) == "grpc"]
        protocol = _app_protocol(service, port)
        fact = f"has appProtocol {protocol}" if protocol else f'is named "{port.name}"'
        hint = f'; port {grpc[0].number} is named "{grpc[0].name}"' if grpc else ""
        is_likely = bool(protocol or grpc)
        yield Report(
            backend.port_path,
            f'port {port.number} of Service "{backend.name}" ({place_of(service)}) {fact}, and the '
            f"GRPCRoute sends gRPC{hint}",
            f"write {grpc[0].number}"
            if grpc
            else "set appProtocol: kubernetes.io/h2c, if it speaks gRPC",
            severity=None if is_likely else Severity.NOTE,
        )


def _may_speak_grpc(service: Document, port: ServicePort | None) -> bool:
    if port is None:
        return True
    protocol = _app_protocol(service, port)
    if protocol:
        return protocol.rpartition("/")[2].lower() in _GRPC
    return _first_term(port.name) not in _OTHER_NAMES


def _app_protocol(service: Document, port: ServicePort) -> str:
    ports = sequence(service.value(("spec", "ports")))
    return text(mapping(ports[port.position]).get("appProtocol"))


def _first_term(name: str) -> str:
    return name.partition("-")[0]
