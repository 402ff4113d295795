"""A probe uses the port of a Service, on which the pods do not listen."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    listed_ports,
    place_of,
    ports_of,
    probed_ports,
    resolve_target_port,
    services_selecting,
    workload_defined,
)
from svclint.kubernetes.workloads import Workload
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS


@reference_rule(
    "probe-port-of-service", Severity.WARNING, since="0.1", kinds=tuple(sorted(WORKLOAD_KINDS))
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A probe uses the port of a Service, on which the pods do not listen."""
    probes = list(probed_ports(document, inventory))
    if not probes:
        return
    workload = workload_defined(document, inventory)
    if workload is None or not workload.ports or workload.patch_ports:
        return
    services = services_selecting(document, inventory)
    declared = {port.number for port in (*workload.ports, *workload.sidecar_ports)}
    # A container that declares no ports may listen on any.
    declaring = {port.container for port in (*workload.ports, *workload.sidecar_ports)}
    for path, container, number in probes:
        if number in declared or container not in declaring:
            continue
        owner = _owner(number, workload, services)
        if owner is not None:
            yield Report(
                path,
                f"{workload} declares no port {number}, only {listed_ports(workload.ports)}; "
                f'{number} is the port of Service "{owner.object_name.name}" ({place_of(owner)}), '
                "but the kubelet connects to the pod",
                "write the port of the container",
            )


def _owner(number: int, workload: Workload, services: list[Document]) -> Document | None:
    """Return the Service that maps a port to another one of the pods, unless one keeps it."""
    ports = [(service, port) for service in services for port in ports_of(service)]
    # A name that the pods lack may be that of a port that is added to them.
    targets = {resolve_target_port(workload, port) for _, port in ports}
    if targets & {None, number}:
        return None
    return next((service for service, port in ports if port.number == number), None)
