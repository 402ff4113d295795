"""The port of an Ingress backend is missing, invalid, or given twice."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.ingress import backends
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import port_name_problems
from svclint.model import Data, Path, Report, Severity, refused, server_spell
from svclint.rule import object_rule


@object_rule("ingress-backend-port-invalid", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """The port of an Ingress backend is missing, invalid, or given twice."""
    for path, backend in backends(ingress):
        service = backend.get("service")
        if service is not None and backend.get("resource") is None:
            yield from _port(path, service.get("port", {}))


def _port(backend: Path, port: Data) -> Iterator[Report]:
    name, number, path = port.get("name", ""), port.get("number", 0), (*backend, "service", "port")
    if name and number:
        yield refused(
            path,
            f"the port has both the name {name!r} and the number {number}",
            "keep one of them",
            field=server_spell(backend),
        )
    elif name:
        for problem in port_name_problems(name)[:1]:
            yield refused(
                (*path, "name"),
                f"the port name {name!r} {problem}",
                "write the name of a port of the Service, or its number under number",
            )
    elif number and not 1 <= number <= 65535:
        yield refused(
            (*path, "number"),
            f"port {number} is outside 1-65535",
            "write the number of a port of the Service",
        )
    elif not number:
        yield refused(
            path,
            "the backend has no port",
            "set service.port.number or service.port.name to a port of the Service",
            reason="FieldValueRequired",
            field=server_spell(backend),
        )
