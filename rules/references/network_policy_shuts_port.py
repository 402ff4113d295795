"""NetworkPolicies block all traffic to the pod port behind a Service port."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    ServicePort,
    allows,
    nearest_selected_workloads,
    opened_ports,
    policies_on,
    ports_of,
    resolve_target_port,
)
from svclint.kubernetes.workloads import Workload
from svclint.model import Report, Severity
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
    policies = [
        (workload, policies_on(workload, inventory))
        for workload in nearest_selected_workloads(document, inventory)
    ]
    for port in ports_of(document):
        for workload, on_workload in policies:
            report = _check(port, workload, on_workload)
            if report is not None:
                yield report
                break


def _check(port: ServicePort, workload: Workload, policies: list[Document]) -> Report | None:
    """Return a report if none of the policies on a workload allows traffic to a Service port."""
    number = resolve_target_port(workload, port) if policies else None
    if number is None or workload.host_network:
        return None
    if any(allows(policy, workload, number, port.protocol) for policy in policies):
        return None
    allowed = {opened: policy for policy in policies for opened in opened_ports(policy)}
    policy = next(iter(allowed.values()), policies[0])
    place, _ = policy.locate(("metadata", "name"))
    fact = (
        f'NetworkPolicy "{policy.object_name.name}" ({place.file}:{place.line}) blocks port '
        f"{number}/{port.protocol} of {workload}"
    )
    path = ("spec", "ports", port.position)
    if not allowed:
        message = f"{fact}, unless another policy allows it"
        remedy = "allow the port in a NetworkPolicy, if clients should reach it"
        return Report(path, message, remedy, severity=Severity.NOTE)
    remedy = f"allow port {number} ({port.protocol}) in the policy"
    return Report(path, f"{fact}; {_reason(port, number, list(allowed))}", remedy)


def _reason(port: ServicePort, number: int, allowed: list[tuple[str, str]]) -> str:
    """Return what the policies allow instead of a pod port."""
    for written, protocol in allowed:
        if written == str(number):
            return f"it allows {written} for {protocol}, not for {port.protocol}"
        if protocol == port.protocol and written in (str(port.number), port.name):
            return f"it allows {written}, the Service port, but policies apply to the pod port"
    shown = ", ".join(f"{written}/{protocol}" for written, protocol in allowed)
    return f"only these ports are allowed: {shown}"
