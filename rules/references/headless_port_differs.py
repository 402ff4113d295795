"""A headless Service has another port than its pods, and nothing translates it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

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
from svclint.model.listing import listed
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "headless-port-differs", Severity.WARNING, since="0.1", where=("targetPort", "no selector")
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A headless Service has another port than its pods, and nothing translates it."""
    if not is_headless(document):
        return
    found: dict[tuple[str, Severity], list[_Differing]] = defaultdict(list)
    for port in ports_of(document):
        differing = _differing(document, port, inventory)
        if differing is not None:
            found[differing.pods, differing.severity].append(differing)
    for each in found.values():
        yield _report(document, each, inventory)


class _Differing(NamedTuple):
    """A port of a Service, and the number at which its pods listen instead."""

    port: ServicePort
    pods: str
    number: int
    severity: Severity
    is_taken: bool


def _differing(document: Document, port: ServicePort, inventory: Inventory) -> _Differing | None:
    """Return a port that no pod has, if clients may need it."""
    found = _listening(document, port, inventory)
    if not found or any(port.number in numbers for _, numbers in found):
        return None
    calls = calls_to(document, inventory)
    if any(port.name and each.name.port_name == port.name for each in calls):
        # SRV records contain the port of the pods.
        return None
    pods, numbers = found[0]
    is_taken = any(
        (each.number, each.protocol) == (numbers[0], port.protocol) for each in ports_of(document)
    )
    called = {each.port for each in calls}
    is_avoided = port.number not in called and not called.isdisjoint(numbers)
    # Who is routed to finds the port of the pods in the EndpointSlices, the others know it.
    is_known = is_routed_to(document, inventory) or is_avoided
    severity = Severity.NOTE if is_known else Severity.WARNING
    return _Differing(port, pods, numbers[0], severity, is_taken)


def _report(document: Document, found: list[_Differing], inventory: Inventory) -> Report:
    """Return the report of the ports that differ from those of some pods."""
    name = document.object_name.name
    clients = listed([f"{name}:{each.port.number}" for each in found])
    numbers = listed([str(each.port.number) for each in found])
    remedies = [
        f"remove {'this entry' if len(found) == 1 else f'the entry of port {each.port.number}'}"
        if each.is_taken
        else f"write port: {each.number}{f' for {each.port.number}' if found[1:] else ''}"
        for each in found
    ]
    return Report(
        ("spec", "ports", found[0].port.position, "port"),
        f"nothing translates the ports of a headless Service: clients of {clients} "
        f"connect to port{'s' if found[1:] else ''} {numbers} of {found[0].pods}, which listens on "
        f"{listed([str(each.number) for each in found])}",
        f"{listed(remedies)}, or give the Service a cluster IP",
        severity=found[0].severity,
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
