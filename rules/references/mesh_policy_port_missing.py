"""A policy of Linkerd or Istio names a port that no selected pod declares."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.controllers import MESH_POLICY_KINDS, mesh_ports, mesh_workloads
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import services_selecting, undeclared_port
from svclint.kubernetes.targets.other_halves import containers_of
from svclint.model import Report, Severity, set_to
from svclint.rule import reference_rule
from svclint.source import Document

# A policy may select all workloads of a namespace.
_MOST = 20


@reference_rule("mesh-policy-port-missing", Severity.WARNING, since="0.1", kinds=MESH_POLICY_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A policy of Linkerd or Istio names a port that no selected pod declares."""
    workloads = mesh_workloads(document, inventory)
    if not workloads:
        return
    services = [
        service
        for workload in workloads[:_MOST]
        for service in services_selecting(workload.document, inventory)
    ]
    for path, port in mesh_ports(document):
        undeclared = undeclared_port(port, workloads, services)
        if undeclared is None:
            continue
        fact, owner, similar = undeclared
        is_clear = len(similar) == 1 and owner is None
        if owner is not None:
            name = owner.object_name.name
            hint = f'; "{port}"' if isinstance(port, str) else f"; {port}"
            fact += f'{hint} is a port of Service "{name}", but the policy is about those of pods'
        elif not similar:
            fact += "; its pods may listen on ports that they do not declare"
        yield Report(
            path,
            fact,
            f"write {similar[0]}" if similar else "write a port of the pods",
            severity=None if owner or similar else Severity.NOTE,
            at_key=document.kind == "PeerAuthentication",
            fix=set_to(path, similar[0], is_safe=False) if is_clear else None,
            others=containers_of(workloads[:1], inventory),
        )
