"""Egress of a NetworkPolicy opens the port of a Service, but not that of its pods."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    ServicePort,
    opens_port,
    peer_workloads,
    peers_of,
    ports_of,
    resolve_target_port,
    selecting_services,
)
from svclint.kubernetes.workloads import Workload
from svclint.model import Data, Report, Severity
from svclint.model.data import mapping, sequence, text, whole
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "network-policy-egress-shuts-port", Severity.WARNING, since="0.1", kinds=("NetworkPolicy",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Egress of a NetworkPolicy opens the port of a Service, but not that of its pods."""
    reported: set[tuple[int, int]] = set()
    for peer in peers_of(document):
        if peer.direction != "egress" or not (peer.pairs or peer.namespace not in ("", "*")):
            # Everything in a namespace is too much to be meant for one Service.
            continue
        entries = sequence(document.value(("spec", "egress", peer.rule, "ports")))
        for workload in peer_workloads(document, peer, inventory):
            for at, entry in enumerate(map(mapping, entries)):
                message = _message(document, entry, workload, inventory)
                if message and (peer.rule, at) not in reported:
                    reported.add((peer.rule, at))
                    path = ("spec", "egress", peer.rule, "ports", at)
                    yield Report(path, *message)


def _message(
    policy: Document, entry: Data, workload: Workload, inventory: Inventory
) -> tuple[str, str] | None:
    """Return what is wrong with a port of a rule for a workload that it is about, and a remedy."""
    if _is_port_of(entry, workload):
        return None
    for service in selecting_services(workload, inventory):
        for port in ports_of(service):
            number = resolve_target_port(workload, port)
            if number is None or _is_open(policy, workload, number, port):
                continue
            place, _ = service.locate(("spec", "ports", port.position))
            name = f'Service "{service.object_name.name}" ({place.file}:{place.line})'
            reason = _reason(entry, port, number, name)
            if reason:
                return f"{reason} of {workload}", f"allow port {number} ({port.protocol})"
    return None


def _is_open(policy: Document, workload: Workload, number: int, port: ServicePort) -> bool:
    """Return whether any rule opens a port of the pods, to whomever."""
    rules = sequence(policy.value(("spec", "egress")))
    return any(
        opens_port(mapping(each).get("ports"), workload, number, port.protocol) for each in rules
    )


def _is_port_of(entry: Data, workload: Workload) -> bool:
    """Return whether an entry opens a port that the pods declare, or a range."""
    port, protocol = entry.get("port"), text(entry.get("protocol")) or "TCP"
    if port is None or entry.get("endPort") is not None:
        return True
    declared = (*workload.ports, *workload.sidecar_ports)
    return any(each.protocol == protocol and port in (each.name, each.number) for each in declared)


def _reason(entry: Data, port: ServicePort, number: int, service: str) -> str:
    """Return why an entry that is about a port of a Service does not open that of its pods."""
    written, protocol = entry.get("port"), text(entry.get("protocol")) or "TCP"
    if protocol == port.protocol and written in (port.number, port.name) and written != number:
        return (
            f"egress opens {written}/{protocol}, which is a port of {service}, but policies apply "
            f"to the pod port: {number}/{port.protocol}"
        )
    if protocol != port.protocol and whole(written) in (number, port.number):
        return (
            f"egress opens {written}/{protocol}, but port {port.number} of {service} is "
            f"{port.protocol}, as is port {number}"
        )
    return ""
