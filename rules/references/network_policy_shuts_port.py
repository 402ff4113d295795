"""NetworkPolicies let nobody reach the port of the pods behind a Service port."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.proximity import is_near
from svclint.kubernetes.targets import (
    ServicePort,
    allows,
    named_ports,
    nearest_selected_workloads,
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
    """NetworkPolicies let nobody reach the port of the pods behind a Service port."""
    workloads = nearest_selected_workloads(document, inventory)
    for port in ports_of(document):
        for workload in workloads:
            report = _shut(port, workload, policies_on(workload, inventory))
            if report is not None:
                yield report
                break


def _shut(port: ServicePort, workload: Workload, policies: list[Document]) -> Report | None:
    number = resolve_target_port(workload, port) if policies else None
    if number is None or workload.host_network:
        return None
    if any(allows(policy, workload, number, port.protocol) for policy in policies):
        return None
    # In a tree of several applications, all of them may say the same namespace, or none.
    if not any(is_near(policy, workload.document) for policy in policies):
        return None
    opened = {name: policy for policy in policies for name in named_ports(policy)}
    policy = next(iter(opened.values()), policies[0])
    place, _ = policy.locate(("metadata", "name"))
    words = (
        f"NetworkPolicy {policy.object_name.name} ({place.file}:{place.line}) shuts port "
        f"{number}/{port.protocol} of {workload}"
    )
    path = ("spec", "ports", port.position)
    if not opened:
        remedy = "allow it in a NetworkPolicy, if someone should reach it"
        return Report(path, f"{words}, unless another one opens it", remedy, severity=Severity.INFO)
    if str(port.number) in opened:
        words += f"; it opens {port.number}, the Service's port, but policies see the pod's port"
    else:
        words += f"; it opens only {', '.join(opened)}"
    return Report(path, words, f"allow port {number} ({port.protocol}) there")
