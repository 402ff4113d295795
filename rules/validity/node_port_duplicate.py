"""Two ports of a Service share a node port and a protocol."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service
from svclint.service.allocation import assigned_node_ports


@service_rule("node-port-duplicate", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """Two ports of a Service share a node port and a protocol."""
    first: dict[tuple[int | str, str], int] = {}
    ports = service.ports
    for index, assigned in enumerate(assigned_node_ports(service)):
        if not assigned:
            continue
        key = (assigned, ports[index]["protocol"])
        if key in first:
            written = f"nodePort {assigned}" if isinstance(assigned, int) else "the node port"
            yield refused(
                ("spec", "ports", index, "nodePort"),
                f"{written}/{key[1]} is already taken by .spec.ports[{first[key]}]",
                "give each port a node port of its own, or leave nodePort out",
                reason="FieldValueDuplicate",
                related=(("spec", "ports", first[key], "nodePort"),),
            )
        first.setdefault(key, index)
