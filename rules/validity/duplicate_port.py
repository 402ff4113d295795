"""Two ports of a Service share a number and a protocol."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, remove
from svclint.rule import service_rule


@service_rule("duplicate-port", Severity.ERROR, since="0.1", where=("irregular ports",))
def rule(service: Service) -> Iterator[Report]:
    """Two ports of a Service share a number and a protocol."""
    first: dict[tuple[int, str], int] = {}
    for index, port in enumerate(service.ports):
        key = (port["port"], port["protocol"])
        if key in first:
            is_copy = port == service.ports[first[key]]
            yield refused(
                ("spec", "ports", index, "port"),
                f"port {key[0]}/{key[1]} is already taken by .spec.ports[{first[key]}]",
                "remove one of the two, or change its port or protocol",
                reason="FieldValueDuplicate",
                field=f"spec.ports[{index}]",
                related=(("spec", "ports", first[key], "port"),),
                edited_at="apart",
                # Another protocol or number may be meant, even by a copy.
                fix=remove(("spec", "ports", index), is_safe=False) if is_copy else None,
            )
        first.setdefault(key, index)
