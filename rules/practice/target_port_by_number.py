"""A targetPort is a number, although the pods have a name for that port."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import nearest_selected_workloads, ports_of
from svclint.model import Report, Severity, set_to
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("target-port-by-number", Severity.NOTE, since="0.1", profile="strict")
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A targetPort is a number, although the pods have a name for that port."""
    found = nearest_selected_workloads(document, inventory)
    for port in ports_of(document):
        path = ("spec", "ports", port.position, "targetPort")
        names = {
            next((p.name for p in workload.ports if (p.number, p.protocol) == target), "")
            for workload in found
            for target in ((port.target, port.protocol),)
        }
        name = next(iter(names), "")
        if len(names) == 1 and name and isinstance(document.value(path), int):
            yield Report(
                path,
                f'targetPort {port.target} is named "{name}" in {found[0]}; the name stays valid '
                "when the number changes",
                f"write targetPort: {name}",
                fix=set_to(path, name, is_safe=False),
                # The number may be right in other fields.
                edited_at="template",
            )
