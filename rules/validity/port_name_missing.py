"""A port of a Service with several ports has no name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.ports import suggested_port_name
from svclint.model import Report, Severity, add, refused
from svclint.rule import service_rule

# Outside this range, the number must be corrected before a name can be suggested.
PORTS = range(1, 65536)


@service_rule("port-name-missing", Severity.ERROR, since="0.1", where=("irregular ports",))
def rule(service: Service) -> Iterator[Report]:
    """A port of a Service with several ports has no name."""
    ports = service.ports
    if len(ports) < 2:
        return
    count = f"the Service has {len(ports)} ports"
    for index, port in enumerate(ports):
        if not port.get("name"):
            path = ("spec", "ports", index, "name")
            yield refused(
                path,
                f"port {port['port']}/{port['protocol']} has no name, but {count}",
                "add a different name to each port",
                reason="FieldValueRequired",
                fix=add(path, suggested_port_name(ports, index)) if port["port"] in PORTS else None,
            )
