"""A pod uses names of Services, but resolves names with the DNS of its node."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import dns_calls
from svclint.model import Report, Severity
from svclint.model.data import mapping
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS

_REMEDY = "set dnsPolicy: ClusterFirstWithHostNet"


@reference_rule(
    "dns-policy-without-services",
    Severity.WARNING,
    since="0.1",
    kinds=tuple(sorted(WORKLOAD_KINDS)),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A pod uses names of Services, but resolves names with the DNS of its node."""
    path = inventory.pod_template_path(document) or ()
    spec = mapping(document.value((*path, "spec")))
    policy, on_host = spec.get("dnsPolicy") or "ClusterFirst", spec.get("hostNetwork") is True
    if policy != "Default" and not (on_host and policy == "ClusterFirst"):
        return
    why = f"dnsPolicy: {policy}" if policy == "Default" else "hostNetwork: true"
    for call in dns_calls(document, inventory):
        is_probe = call.value.path[-1] == "host"
        if call.services and call.mention.is_sure and not is_probe:
            yield Report(
                call.value.path,
                f'"{call.mention.host}" is the name of a Service, but with {why} the pod resolves '
                "names with the DNS of its node",
                _REMEDY if on_host else "remove dnsPolicy",
            )
            return
