"""A Service with several ports leaves one unnamed."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service


@service_rule("port-name-missing", Severity.ERROR, since="0.1", where=("ports[1]",))
def rule(service: Service) -> Iterator[Report]:
    """A Service with several ports leaves one unnamed."""
    ports = service.ports
    if len(ports) < 2:
        return
    count = f"the Service has {len(ports)} ports"
    for index, port in enumerate(ports):
        if not port.get("name"):
            yield refused(
                ("spec", "ports", index, "name"),
                f"port {port['port']}/{port['protocol']} has no name, but {count}",
                "give each port a name of its own",
                reason="FieldValueRequired",
            )
