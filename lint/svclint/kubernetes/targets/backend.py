"""A backend: a reference to a Service that receives traffic, and the port that it names."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from svclint.kubernetes.targets.resolve import ServicePort, ports_of
from svclint.model import Path
from svclint.model.data import whole
from svclint.source import Document


class Backend(NamedTuple):
    """A reference to a Service that receives traffic.

    ``path`` and ``port_path`` are the paths of its name and port. ``port`` is a number, a name, or
    ``None`` if none is written. ``namespace`` is empty if it is that of the object itself.
    ``port_by`` are the ways in which the field names a port: ``number``, ``name``, and
    ``targetPort`` for the number of the pods. An empty ``protocol`` is unknown. ``needs_port`` and
    ``sends`` are those of the row.
    """

    path: Path
    port_path: Path
    namespace: str
    name: str
    port: int | str | None
    protocol: str = "TCP"
    port_by: tuple[str, ...] = ("number", "name")
    needs_port: bool = False
    sends: bool = True


def backend_port(service: Document, backend: Backend) -> ServicePort | None:
    """Return the port of a Service that a backend names, by number or by name.

    A name never matches a port without one. If a number serves two protocols, TCP comes first.
    """
    ports = ports_of(service)
    if "targetPort" not in backend.port_by:
        by_name, by_number = ports_by_name_and_number(service)
        is_name, number = isinstance(backend.port, str), backend.port
        ports = by_name.get(str(number), []) if is_name else by_number.get(int(number or 0), [])
    found: ServicePort | None = None
    for port in ports:
        if _is_named(port, backend):
            if port.protocol == (backend.protocol or port.protocol):
                return port
            found = found or port
    return found


# Many references may name ports of one Service.
@lru_cache(maxsize=64)
def ports_by_name_and_number(
    service: Document,
) -> tuple[dict[str, list[ServicePort]], dict[int, list[ServicePort]]]:
    """Return the ports of a Service by name, and by number."""
    by_name: dict[str, list[ServicePort]] = {}
    by_number: dict[int, list[ServicePort]] = {}
    for port in ports_of(service):
        by_name.setdefault(port.name, []).append(port)
        by_number.setdefault(port.number, []).append(port)
    return by_name, by_number


def _is_named(port: ServicePort, backend: Backend) -> bool:
    if isinstance(backend.port, str):
        return "name" in backend.port_by and port.name == backend.port
    if "number" in backend.port_by and port.number == backend.port:
        return True
    # The number behind a named target port is that of the pods.
    is_target = isinstance(port.target, str) or port.target == backend.port
    return "targetPort" in backend.port_by and is_target


def port_reference(value: Any) -> int | str | None:
    """Return a port by number or name; controllers read quoted digits as a number."""
    if isinstance(value, str):
        is_number = value.isascii() and value.isdigit() and len(value) < 6
        return int(value) if is_number else value or None
    return whole(value)
