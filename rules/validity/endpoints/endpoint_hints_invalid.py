"""A hint of an endpoint is invalid, or given twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from svclint.kubernetes.endpoints import endpoint_entries
from svclint.kubernetes.endpoints.addresses import MOST_HINTS
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import label_value_problem, subdomain_problem
from svclint.kubernetes.version_changes import PREFER_SAME_ZONE
from svclint.model import Path, Report, Severity, refused, remove, server_spell
from svclint.rule import object_rule


@object_rule("endpoint-hints-invalid", Severity.ERROR, since="0.1", kinds=("EndpointSlice",))
def rule(endpoint_slice: KubernetesObject) -> Iterator[Report]:
    """A hint of an endpoint is invalid, or given twice."""
    for path, entry in endpoint_entries(endpoint_slice):
        hints = entry.get("hints") or {}
        zones, nodes = hints.get("forZones") or [], hints.get("forNodes") or []
        if not PREFER_SAME_ZONE.is_in(endpoint_slice.version):
            # Older servers drop the field.
            nodes = []
        if len(zones) > MOST_HINTS:
            continue
        names = [zone.get("name", "") for zone in zones]
        yield from _names((*path, "hints", "forZones"), names, label_value_problem)
        if len(nodes) > MOST_HINTS:
            continue
        names = [node.get("name", "") for node in nodes]
        yield from _names((*path, "hints", "forNodes"), names, subdomain_problem)


def _names(
    path: Path, names: list[str], problem_of: Callable[[str], str | None]
) -> Iterator[Report]:
    for index, name in enumerate(names):
        place = (*path, index, "name")
        if name in names[:index]:
            yield refused(
                place,
                f"{name!r} is already in .{server_spell(path)}[{names.index(name)}]",
                "remove one of the two",
                reason="FieldValueDuplicate",
                fix=remove((*path, index), is_safe=False),
            )
        if (problem := problem_of(name)) is not None:
            yield refused(
                place, f"the name {name!r} {problem}", "write the name as its label has it"
            )
