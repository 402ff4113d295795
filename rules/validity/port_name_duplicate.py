"""Two ports of an object share a name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.endpoints import ENDPOINT_SLICE
from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, refused, server_spell
from svclint.rule import object_rule


@object_rule(
    "port-name-duplicate",
    Severity.ERROR,
    since="0.1",
    kinds=("Service", "EndpointSlice"),
    where=("irregular ports",),
)
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """Two ports of an object share a name."""
    for path, ports in checked.port_lists():
        first: dict[str, int] = {}
        for index, port in enumerate(ports):
            name = port.get("name") or ""
            # Two unnamed ports are the same only in an EndpointSlice.
            if name in first and (name or checked.kind is ENDPOINT_SLICE):
                fault = (
                    f"the port name {name!r} is already taken by"
                    if name
                    else "the port has no name, like"
                )
                yield refused(
                    (*path, index, "name"),
                    f"{fault} .{server_spell(path)}[{first[name]}]",
                    "use a different name for each port",
                    reason="FieldValueDuplicate",
                    related=((*path, first[name], "name"),),
                    edited_at="apart",
                )
            first.setdefault(name, index)
