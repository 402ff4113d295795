"""Two ports of a Service share a node port and a protocol."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service

@service_rule("node-port-duplicate", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """Two ports of a Service share a node port and a protocol."""
    first: dict[tuple[int, str], int] = {}
    for index, port in enumerate(service.ports):
        number = port.get("nodePort", 0)
        if not number:
            continue
        key = (number, port["protocol"])
        if key in first:
            yield refused(
                ("spec", "ports", index, "nodePort"),
                f"nodePort {number}/{key[1]} is already taken by .spec.ports[{first[key]}]",
                "give each port a node port of its own, or leave nodePort out",
                reason="FieldValueDuplicate",
                related=(("spec", "ports", first[key], "nodePort"),),
            )
        first.setdefault(key, index)
