"""A port is outside 1-65535."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("port-out-of-range", Severity.ERROR, since="0.1", where=("irregular ports",))
def rule(service: Service) -> Iterator[Report]:
    """A port is outside 1-65535."""
    for index, port in enumerate(service.ports):
        number = port["port"]
        if not 1 <= number <= 65535:
            is_written = "port" in service.written_port(index)
            yield refused(
                ("spec", "ports", index, "port"),
                f"port {number} is outside 1-65535" if is_written else "the entry has no port",
                "set port to a number from 1 to 65535",
            )
