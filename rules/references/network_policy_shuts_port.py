"""NetworkPolicies block all traffic to the pod port behind a Service port."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies import (
    PortOpenings,
    has_refused_port,
    opened_ports,
    openings,
    policies_on,
)
from svclint.kubernetes.targets import (
    ServicePort,
    nearest_selected_workloads,
    place_of,
    ports_of,
    resolve_target_port,
)
from svclint.kubernetes.targets.port_messages import target_path
from svclint.kubernetes.workloads import Workload
from svclint.model import Path, Report, Severity
from svclint.model.data import mapping, sequence
from svclint.model.listing import listed
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "network-policy-shuts-port",
    Severity.WARNING,
    since="0.1",
    where=("selector",),
    beside=("NetworkPolicy",),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """NetworkPolicies block all traffic to the pod port behind a Service port."""
    workloads = nearest_selected_workloads(document, inventory)
    selected = [found for each in workloads if (found := _policies(each, inventory)) is not None]
    for port in ports_of(document):
        for policies in selected:
            report = _check(document, port, policies)
            if report is not None:
                yield report
                break


class _Policies(NamedTuple):
    """The policies on a workload, and what they open.

    ``first`` is the policy to report. ``allowed`` are the protocols of each port as written, with
    the position of both in the policies; ``shown`` is the text of all.
    """

    workload: Workload
    first: Document
    openings: list[PortOpenings]
    allowed: dict[str, list[tuple[int, str]]]
    shown: str


def _policies(workload: Workload, inventory: Inventory) -> _Policies | None:
    """Return the policies on a workload; ``None`` without any, or if they don't apply to it.

    What a policy opens is not known while the API server refuses one of its ports.
    """
    policies = [] if workload.host_network else policies_on(workload, inventory)
    if not policies or any(map(has_refused_port, policies)):
        return None
    opened = {each: policy for policy in policies for each in opened_ports(policy)}
    allowed: dict[str, list[tuple[int, str]]] = {}
    for position, (written, protocol) in enumerate(opened):
        allowed.setdefault(written, []).append((position, protocol))
    return _Policies(
        workload,
        next(iter(opened.values()), policies[0]),
        [openings(policy, "ingress", workload) for policy in policies],
        allowed,
        listed([f"{written}/{protocol}" for written, protocol in opened]),
    )


def _check(document: Document, port: ServicePort, policies: _Policies) -> Report | None:
    """Return a report if none of the policies on a workload allows traffic to a Service port."""
    workload, policy = policies.workload, policies.first
    number = resolve_target_port(workload, port)
    if number is None or any(each.include(number, port.protocol) for each in policies.openings):
        return None
    fact = (
        f'NetworkPolicy "{policy.object_name.name}" ({place_of(policy)}) blocks port '
        f"{number}/{port.protocol} of {workload}"
    )
    path = target_path(document, port)
    others = ((policy, _ports_in(policy)),)
    if not policies.allowed:
        message = f"{fact}, unless another policy allows it"
        remedy = "allow the port in a NetworkPolicy, if clients should reach it"
        return Report(path, message, remedy, severity=Severity.NOTE, others=others)
    remedy = f"allow port {number} ({port.protocol}) in the policy"
    return Report(path, f"{fact}; {_reason(port, number, policies)}", remedy, others=others)


def _ports_in(policy: Document) -> Path:
    """Return the path of the first list of ports in a policy, or of what would contain it."""
    rules = sequence(policy.value(("spec", "ingress")))
    with_ports = (at for at, each in enumerate(rules) if mapping(each).get("ports"))
    first = next(with_ports, None)
    return ("spec", "ingress") if first is None else ("spec", "ingress", first, "ports")


def _reason(port: ServicePort, number: int, policies: _Policies) -> str:
    """Return what the policies allow instead of a pod port."""
    candidates = sorted(
        (position, written, protocol)
        for written in {str(number), str(port.number), port.name}
        for position, protocol in policies.allowed.get(written, ())
    )
    for _, written, protocol in candidates:
        if written == str(number):
            return f"it allows {written} for {protocol}, not for {port.protocol}"
        if protocol == port.protocol and written in (str(port.number), port.name):
            return f"it allows {written}, the Service port, but policies apply to the pod port"
    return f"only these ports are allowed: {policies.shown}"
