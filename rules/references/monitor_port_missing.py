"""A ServiceMonitor or PodMonitor names a port that nothing it selects has."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import is_similar, monitored_services, monitored_workloads, ports_of
from svclint.model import Path, Report, Severity, set_to
from svclint.model.data import mapping, sequence, text
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "monitor-port-missing", Severity.WARNING, since="0.1", kinds=("ServiceMonitor", "PodMonitor")
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A ServiceMonitor or PodMonitor names a port that nothing it selects has."""
    if document.kind == "ServiceMonitor":
        services = monitored_services(document, inventory)
        offered = [port for service in services for port in ports_of(service)]
        names = {port.name for port in offered if port.name}
        numbers = {str(port.number) for port in offered}
        field, who = "endpoints", [f"Service {each.object_name.name}" for each in services]
        what = "the name of a Service port"
    else:
        workloads = monitored_workloads(document, inventory)
        names = {port.name for each in workloads for port in each.ports if port.name}
        numbers = {str(port.number) for each in workloads for port in each.ports}
        field, who = "podMetricsEndpoints", list(map(str, workloads))
        what = "the name of a container port"
    if not who:
        return
    for path, port in _named(document, field):
        if port not in names:
            is_number = port in numbers
            near = [name for name in sorted(names) if is_similar(name, port)]
            has = ", ".join(near or sorted(names)) or "none with a name"
            hint = f"; {what} is wanted, not its number" if is_number else ""
            yield Report(
                path,
                f"{who[0]} has no port named {port!r}, but {has}{hint}",
                f"write {near[0] if near else what}",
                # The operator's own Services, of which no file tells, may have it.
                severity=Severity.WARNING if near or is_number else Severity.INFO,
                fix=set_to(path, near[0], is_safe=False) if len(near) == 1 else None,
            )


def _named(document: Document, field: str) -> Iterator[tuple[Path, str]]:
    for at, endpoint in enumerate(sequence(document.value(("spec", field)))):
        port = text(mapping(endpoint).get("port"))
        if port:
            yield ("spec", field, at, "port"), port
