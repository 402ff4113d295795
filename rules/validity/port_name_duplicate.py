"""Two ports of a Service share a name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("port-name-duplicate", Severity.ERROR, since="0.1", where=("irregular ports",))
def rule(service: Service) -> Iterator[Report]:
    """Two ports of a Service share a name."""
    first: dict[str, int] = {}
    for index, port in enumerate(service.ports):
        name = port.get("name")
        if name and name in first:
            yield refused(
                ("spec", "ports", index, "name"),
                f"the port name {name!r} is already taken by .spec.ports[{first[name]}]",
                "use a different name for each port",
                reason="FieldValueDuplicate",
                related=(("spec", "ports", first[name], "name"),),
            )
        first.setdefault(name or "", index)
