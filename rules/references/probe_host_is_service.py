"""The host of a probe is the name of a Service, which the kubelet cannot resolve."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import dns_calls, place_of
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS


@reference_rule(
    "probe-host-is-service",
    Severity.WARNING,
    since="0.1",
    kinds=tuple(sorted(WORKLOAD_KINDS)),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The host of a probe is the name of a Service, which the kubelet cannot resolve."""
    for call in dns_calls(document, inventory):
        path = call.value.path
        if call.is_of_probe and (call.services or call.name.is_service):
            place = f" ({place_of(call.services[0])})" if call.services else ""
            yield Report(
                path,
                f'"{call.mention.host}" is the name of Service "{call.name.name}"{place}; the '
                "kubelet probes from the node, which does not use the DNS of the cluster",
                "remove the host to probe the pod itself",
            )
