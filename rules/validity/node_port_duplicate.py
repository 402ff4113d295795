"""Two ports of a Service share a node port and a protocol."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import assigned_node_ports
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule(
    "node-port-duplicate", Severity.ERROR, since="0.1", where=("nodePort", "irregular ports")
)
def rule(service: Service) -> Iterator[Report]:
    """Two ports of a Service share a node port and a protocol."""
    first: dict[tuple[int | str, str], int] = {}
    ports = service.ports
    is_allocated = service.type in ("NodePort", "LoadBalancer")
    for index, assigned in enumerate(assigned_node_ports(service)):
        number, protocol = ports[index]["port"], ports[index]["protocol"]
        key = (assigned, protocol)
        if assigned and key in first:
            other = first[key]
            message = f"nodePort {assigned}/{protocol} is already taken by .spec.ports[{other}]"
            remedy = "set a different nodePort, or leave nodePort out"
            if ports[other]["port"] == number:
                remedy = "remove one of the two, or change its port or protocol"
            if not ports[index].get("nodePort"):
                message = (
                    f"port {number}/{protocol} would get the same node port as .spec.ports[{other}]"
                )
            # Where node ports are allocated, the allocator rejects unequal ports first.
            is_refused_first = is_allocated and ports[other]["port"] != number
            yield refused(
                ("spec", "ports", index, "nodePort"),
                message,
                remedy,
                reason="FieldValueInvalid" if is_refused_first else "FieldValueDuplicate",
                related=(("spec", "ports", other, "nodePort"),),
                edited_at="apart",
            )
        first.setdefault(key, index)
