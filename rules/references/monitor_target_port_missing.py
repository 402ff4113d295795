"""A ServiceMonitor or PodMonitor takes a container port that no selected pod declares."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    UndeclaredPort,
    monitored_ports,
    monitored_services,
    monitored_workloads,
    selected_workloads,
    undeclared_port,
)
from svclint.kubernetes.targets.other_halves import containers_of
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
    for path, port in written:
        undeclared = undeclared_port(port, found, services)
        if undeclared is not None:
            report = _report(path, port, undeclared)
            yield report._replace(others=containers_of(found[:1], inventory))


def _report(path: Path, port: str | int, undeclared: UndeclaredPort) -> Report:
    fact, owner, similar = undeclared
    hint, remedy = _hint(path, port, owner, similar)
    return Report(
        path,
        f"{fact}{hint}",
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
