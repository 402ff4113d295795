"""A port has no name although there are several."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.ports import suggested_port_name
from svclint.model import Report, Severity, add, refused
from svclint.rule import object_rule

# Outside this range, the number must be corrected before a name can be suggested.
PORTS = range(1, 65536)


@object_rule(
    "port-name-missing",
    Severity.ERROR,
    since="0.1",
    kinds=("Service", "Endpoints"),
    where=("irregular ports",),
)
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """A port has no name although there are several."""
    for list_path, ports in checked.port_lists():
        if len(ports) < 2:
            continue
        is_service = isinstance(checked, Service)
        has_selector = is_service and bool(checked.spec.get("selector"))
        count = f"the {'Service' if is_service else 'subset'} has {len(ports)} ports"
        numbers = [(port.get("port", 0), port["protocol"]) for port in ports]
        for index, port in enumerate(ports):
            if port.get("name"):
                continue
            path, number = (*list_path, index, "name"), port.get("port", 0)
            # Endpoints that somebody writes by hand must have the same names. Of a port that is
            # there twice, one should go.
            is_twice = numbers.count((number, port["protocol"])) > 1
            is_clear = has_selector and number in PORTS and not is_twice
            name = suggested_port_name(ports, index) if is_clear else ""
            yield refused(
                path,
                f"port {number}/{port['protocol']} has no name, but {count}",
                f"add name: {name}" if name else "add a different name to each port",
                reason="FieldValueRequired",
                fix=add(path, name) if name else None,
            )
