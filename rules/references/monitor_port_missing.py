"""A ServiceMonitor or PodMonitor names a port that no selected Service or pod has."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    is_similar,
    is_unknown,
    monitored_ports,
    monitored_services,
    monitored_workloads,
    ports_of,
)
from svclint.model import Report, Severity, set_to
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "monitor-port-missing", Severity.WARNING, since="0.1", kinds=("ServiceMonitor", "PodMonitor")
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A ServiceMonitor or PodMonitor names a port that no selected Service or pod has."""
    if document.kind == "ServiceMonitor":
        services = monitored_services(document, inventory)
        offered = [port for service in services for port in ports_of(service)]
        names = {port.name for port in offered if port.name}
        numbers = {str(port.number) for port in offered}
        if any(is_unknown(service, ("spec", "ports")) for service in services):
            return
        selected = [f'Service "{each.object_name.name}"' for each in services]
        expected = "the name of a Service port"
    else:
        workloads = monitored_workloads(document, inventory)
        names = {port.name for each in workloads for port in each.ports if port.name}
        numbers = {str(port.number) for each in workloads for port in each.ports}
        selected = list(map(str, workloads))
        expected = "the name of a container port"
    if not selected:
        return
    for path, port in monitored_ports(document):
        if path[-1] != "port" or not isinstance(port, str) or port in names:
            continue
        similar = [name for name in sorted(names) if is_similar(name, port)]
        is_number = port in numbers
        yield Report(
            path,
            f'{_summary(selected)} no port named "{port}"{_hint(names, similar, is_number)}',
            f"write {similar[0] if similar else expected}",
            severity=Severity.WARNING if similar or is_number else Severity.NOTE,
            fix=set_to(path, similar[0], is_safe=False) if len(similar) == 1 else None,
        )


def _summary(selected: list[str]) -> str:
    first, *others = dict.fromkeys(selected)
    return f"{first} and {len(others)} more have" if others else f"{first} has"


def _hint(names: set[str], similar: list[str], is_number: bool) -> str:
    listed = [f'"{name}"' for name in similar or sorted(names)]
    number = "; monitors refer to ports by name, not by number" if is_number else ""
    if similar:
        return f"{number}; did you mean {' or '.join(listed)}?"
    # An operator may create Services and pods that no file defines.
    uncertainty = "" if is_number else "; one outside the checked files may have it"
    has = f", only {', '.join(listed)}" if names else "; no port has a name"
    return f"{has}{number}{uncertainty}"
