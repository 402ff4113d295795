"""Parts of messages that several rules share: places of objects, and ports."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from svclint.kubernetes.targets.resolve import ServicePort, ports_of
from svclint.kubernetes.workloads import ContainerPort
from svclint.model import Path
from svclint.model.listing import listed
from svclint.source import Document


def place_of(document: Document) -> str:
    """Return where an object is defined, as ``file:line`` of its name."""
    place, _ = document.locate(("metadata", "name"))
    return f"{place.file}:{place.line}"


def target_path(service: Document, port: ServicePort) -> Path:
    """Return the path of what says where a port leads: its ``targetPort``, or else its ``port``."""
    path: Path = ("spec", "ports", port.position)
    is_written = service.value((*path, "targetPort")) is not None
    return (*path, "targetPort" if is_written else "port")


def listed_ports(ports: Iterable[ServicePort | ContainerPort]) -> str:
    """Return the numbers of ports, each with its name: ``80 (http), 9090``."""
    shown = (f"{each.number} ({each.name})" if each.name else str(each.number) for each in ports)
    return listed(list(dict.fromkeys(shown)))


def lacks_port(service: Document, port: int | str) -> str:
    """Return that a Service has no port of a number or name, and the ports that it has."""
    ports, shown = ports_of(service), listed_ports_of(service)
    quoted = f'"{port}"' if isinstance(port, str) else port
    return (
        f'Service "{service.object_name.name}" ({place_of(service)}) has no port {quoted}; '
        f"its {'ports are' if ports[1:] else 'only port is'} {shown}"
    )


# Many references to one Service may lack a port.
@lru_cache(maxsize=64)
def listed_ports_of(service: Document) -> str:
    """Return the ports of a Service as ``listed_ports`` does."""
    return listed_ports(ports_of(service))


def is_target_port(service: Document, port: int | str) -> bool:
    """Return whether a port is the targetPort of a port of a Service."""
    return any(each.target == port for each in ports_of(service))
