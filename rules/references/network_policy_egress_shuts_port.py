"""Egress of a NetworkPolicy opens the port of a Service, but not that of its pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies import openings, peer_workloads, peers_of, port_problems
from svclint.kubernetes.targets import (
    ServicePort,
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
            closed = _closed_ports(document, workload, inventory)
            declared = _declared(workload)
            for at, entry in enumerate(map(mapping, entries)):
                is_left = _is_port_of(entry, declared) or any(port_problems(entry))
                message = None if is_left else _message(entry, closed)
                if message and (peer.rule, at) not in reported:
                    reported.add((peer.rule, at))
                    path = ("spec", "egress", peer.rule, "ports", at)
                    reason, remedy = message
                    yield Report(path, f"{reason} of {workload}", remedy)


class _ClosedPort(NamedTuple):
    """A port of a Service, and the pod port behind it that no rule opens to anybody."""

    service: Document
    port: ServicePort
    number: int


def _closed_ports(
    policy: Document, workload: Workload, inventory: Inventory
) -> dict[int | str, list[_ClosedPort]]:
    """Return the closed ports of the Services of a workload, by what an entry may have meant.

    That is the number or name of the Service port, or the number of the pod port.
    """
    found: dict[int | str, list[_ClosedPort]] = {}
    opened = openings(policy, "egress", workload)
    for service in selecting_services(workload, inventory):
        for port in ports_of(service):
            number = resolve_target_port(workload, port)
            if number is not None and not opened.include(number, port.protocol):
                keys: set[int | str] = {port.number, port.name, number}
                for key in keys:
                    found.setdefault(key, []).append(_ClosedPort(service, port, number))
    return found


def _message(entry: Data, closed: Mapping[int | str, list[_ClosedPort]]) -> tuple[str, str] | None:
    """Return what is wrong with a port of a rule, and a remedy."""
    written = entry.get("port")
    for each in closed.get(written, ()) if isinstance(written, (int, str)) else ():
        reason = _reason(entry, each)
        if reason:
            return reason, f"allow port {each.number} ({each.port.protocol})"
    return None


def _declared(workload: Workload) -> set[tuple[str, int | str]]:
    """Return the protocol of each port that the pods declare, with its number and its name."""
    ports = (*workload.ports, *workload.sidecar_ports)
    return {(each.protocol, key) for each in ports for key in (each.number, each.name)}


def _is_port_of(entry: Data, declared: Set[tuple[str, int | str]]) -> bool:
    """Return whether an entry opens a port that the pods declare, or a range."""
    port, protocol = entry.get("port"), text(entry.get("protocol")) or "TCP"
    if port is None or entry.get("endPort") is not None:
        return True
    return isinstance(port, (int, str)) and (protocol, port) in declared


def _reason(entry: Data, closed: _ClosedPort) -> str:
    """Return why an entry that is about a port of a Service does not open that of its pods."""
    port, number = closed.port, closed.number
    written, protocol = entry.get("port"), text(entry.get("protocol")) or "TCP"
    if protocol == port.protocol and written in (port.number, port.name) and written != number:
        return (
            f"egress opens {written}/{protocol}, which is a port of {_described(closed)}, but "
            f"policies apply to the pod port: {number}/{port.protocol}"
        )
    if protocol != port.protocol and whole(written) in (number, port.number):
        return (
            f"egress opens {written}/{protocol}, but port {port.number} of {_described(closed)} is "
            f"{port.protocol}, as is port {number}"
        )
    return ""


def _described(closed: _ClosedPort) -> str:
    place, _ = closed.service.locate(("spec", "ports", closed.port.position))
    return f'Service "{closed.service.object_name.name}" ({place.file}:{place.line})'
