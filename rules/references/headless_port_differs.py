"""A headless Service has another port than its pods, and nothing translates it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    ServicePort,
    containers_of,
    is_headless,
    is_routed_to,
    manual_endpoints,
    manual_ports,
    nearest_selected_workloads,
    ports_of,
    resolve_target_port,
)
from svclint.kubernetes.targets.calls_by_service import calls_to
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "headless-port-differs", Severity.WARNING, since="0.1", where=("targetPort", "no selector")
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A headless Service has another port than its pods, and nothing translates it."""
    if not is_headless(document):
        return
    for port in ports_of(document):
        found = _listening(document, port, inventory)
        if not found or any(port.number in numbers for _, numbers in found):
            continue
        calls = calls_to(document, inventory)
        if any(port.name and each.name.port_name == port.name for each in calls):
            # SRV records contain the port of the pods.
            continue
        name, (pods, numbers) = document.object_name.name, found[0]
        is_taken = any(
            (each.number, each.protocol) == (numbers[0], port.protocol)
            for each in ports_of(document)
        )
        remedy = "remove this entry" if is_taken else f"write port: {numbers[0]}"
        called = {each.port for each in calls}
        is_avoided = port.number not in called and not called.isdisjoint(numbers)
        yield Report(
            ("spec", "ports", port.position, "port"),
            f"nothing translates the ports of a headless Service: clients of {name}:{port.number} "
            f"connect to port {port.number} of {pods}, which listens on {numbers[0]}",
            f"{remedy}, or give the Service a cluster IP",
            # The first find the port of the pods in the EndpointSlices, the others know it.
            severity=Severity.NOTE
            if is_routed_to(document, inventory) or is_avoided
            else Severity.WARNING,
            others=containers_of(nearest_selected_workloads(document, inventory)[:1], inventory),
        )


def _listening(
    service: Document, port: ServicePort, inventory: Inventory
) -> list[tuple[str, list[int]]]:
    """Return who serves a port, and the numbers at which it may listen, the right one first.

    Nothing if some of them do not have the port.
    """
    found: list[tuple[str, list[int]]] = []
    for workload in nearest_selected_workloads(service, inventory):
        number = resolve_target_port(workload, port)
        if number is None:
            return []
        declared = (*workload.ports, *workload.sidecar_ports, *workload.patch_ports)
        others = [each.number for each in declared if each.protocol == port.protocol]
        found.append((str(workload), [number, *others]))
    for endpoints in manual_endpoints(service, inventory):
        wanted = port.name, port.protocol
        named = [n for name, protocol, n in manual_ports(endpoints) if (name, protocol) == wanted]
        numbers = [number for number in named if number is not None]
        if not numbers:
            return []
        found.append((f'{endpoints.kind} "{endpoints.object_name.name}"', numbers))
    return found
