"""A ServiceMonitor or PodMonitor takes a container port that no selected pod declares."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    is_similar,
    listed_ports,
    monitored_ports,
    monitored_services,
    monitored_workloads,
    ports_of,
    selected_workloads,
)
from svclint.kubernetes.workloads import Workload
from svclint.model import Path, Report, Severity, set_to
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "monitor-target-port-missing",
    Severity.WARNING,
    since="0.1",
    kinds=("ServiceMonitor", "PodMonitor"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A ServiceMonitor or PodMonitor takes a container port that no selected pod declares."""
    written = [each for each in monitored_ports(document) if each[0][-1] != "port"]
    if not written:
        return
    services: list[Document] = []
    if document.kind == "ServiceMonitor":
        services = monitored_services(document, inventory)
        found = [each for service in services for each in selected_workloads(service, inventory)]
    else:
        found = monitored_workloads(document, inventory)
    if not found or not all(each.ports for each in found):
        return
    for path, port in written:
        if not any(_has(each, port) for each in found):
            yield _report(path, port, found, services)


def _has(workload: Workload, port: str | int) -> bool:
    declared = (*workload.ports, *workload.sidecar_ports, *workload.patch_ports)
    return any(port in (each.name, each.number) for each in declared)


def _report(path: Path, port: str | int, found: list[Workload], services: list[Document]) -> Report:
    declared = [each for workload in found for each in workload.ports]
    names = {each.name for each in declared if each.name} if isinstance(port, str) else set()
    similar = sorted(name for name in names if is_similar(name, str(port)))
    owner = next((service for service in services for each in ports_of(service)
                  if port in (each.name, each.number)), None)  # fmt: skip
    hint, remedy = _hint(path, port, owner, similar)
    shown = f'named "{port}"' if isinstance(port, str) else str(port)
    return Report(
        path,
        f"{found[0]} declares no port {shown}, only {listed_ports(declared)}{hint}",
        remedy,
        severity=None if owner or similar else Severity.NOTE,
        fix=set_to(path, similar[0], is_safe=False) if len(similar) == 1 and not owner else None,
    )


def _hint(
    path: Path, port: str | int, owner: Document | None, similar: list[str]
) -> tuple[str, str]:
    """Return what is probably meant, as the end of a message, and the remedy."""
    if owner is not None:
        service = f'Service "{owner.object_name.name}"'
        if isinstance(port, str):
            return f'; "{port}" is a port of {service}, which port names', f"write port: {port}"
        hint = f"; {port} is a port of {service}, but {path[-1]} is one of the pods"
        return hint, "write the port of the pods"
    if similar:
        return "", f"write {similar[0]}"
    hint = "; Prometheus finds a container by a declared port only"
    return hint, "write a declared port, or declare this one in the container"
