"""The port of an Ingress backend is missing, invalid, or given twice."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.ingress import backends
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import port_name_problems
from svclint.model import Data, Path, Report, Severity, refused, server_spell
from svclint.model.data import mapping, within
from svclint.rule import object_rule


@object_rule("ingress-backend-port-invalid", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """The port of an Ingress backend is missing, invalid, or given twice."""
    for path, backend in backends(ingress):
        service = backend.get("service")
        if service is not None and backend.get("resource") is None:
            port = service.get("port", {})
            kept = _kept(ingress, (*path, "service", "port"), port)
            yield from _port(path, port, kept)


def _kept(ingress: KubernetesObject, path: Path, port: Data) -> str:
    """Return the field of the port that only the live object has, beside one of the manifest."""
    if ingress.live is None:
        return ""
    written = within(ingress.written, path)
    lacking = [field for field in port if not mapping(written).get(field)]
    return lacking[0] if len(lacking) == 1 else ""


def _port(backend: Path, port: Data, kept: str) -> Iterator[Report]:
    name, number, path = port.get("name", ""), port.get("number", 0), (*backend, "service", "port")
    if name and number and kept:
        yield refused(
            path,
            f"the port has both the name {name!r} and the number {number}: the live {kept} stays, "
            "because it was not applied before",
            f"write {kept}: null beside it to remove it, or use server-side apply",
            field=server_spell(backend),
        )
    elif name and number:
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
