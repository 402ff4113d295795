"""The only port of a Service has no name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.ports import suggested_port_name
from svclint.model import Report, Severity, add
from svclint.rule import service_rule


@service_rule("port-unnamed", Severity.NOTE, since="0.1", profile="strict")
def rule(service: Service) -> Iterator[Report]:
    """The only port of a Service has no name."""
    if len(service.ports) != 1 or service.type == "ExternalName":
        return
    port, path = service.ports[0], ("spec", "ports", 0, "name")
    if not port.get("name"):
        yield Report(
            ("spec", "ports", 0),
            f"port {port['port']}/{port['protocol']} has no name that Ingresses, monitors and "
            "meshes could refer to",
            "name it after its protocol, such as http or tcp-admin",
            # Endpoints that somebody writes by hand must have the same name.
            fix=add(path, suggested_port_name(service.ports, 0), is_safe=False)
            if service.spec.get("selector")
            else None,
        )
