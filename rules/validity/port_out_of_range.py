"""A port is outside 1-65535."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule(
    "port-out-of-range",
    Severity.ERROR,
    since="0.1",
    kinds=("Service", "Endpoints"),
    where=("irregular ports",),
)
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """A port is outside 1-65535."""
    for path, ports in checked.port_lists():
        for index, port in enumerate(ports):
            number = port.get("port", 0)
            if not 1 <= number <= 65535:
                written = checked.written_port(index) if isinstance(checked, Service) else port
                yield refused(
                    (*path, index, "port"),
                    f"port {number} is outside 1-65535"
                    if "port" in written
                    else "the entry has no port",
                    "set port to a number from 1 to 65535",
                )
