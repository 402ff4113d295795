"""A Gateway of Istio listens on a port that the Service of its pods does not have."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies import Peer, peer_workloads
from svclint.kubernetes.targets import lacks_port, ports_of, resolve_target_port, services_selecting
from svclint.model import Report, Severity
from svclint.model.data import group_of, labels, whole
from svclint.model.field_paths import values_at
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("istio-gateway-port-missing", Severity.WARNING, since="0.1", kinds=("Gateway",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A Gateway of Istio listens on a port that the Service of its pods does not have."""
    wanted = labels(document.value(("spec", "selector")))
    if group_of(document.api_version) != "networking.istio.io" or not wanted:
        return
    # A Gateway selects pods of every namespace.
    peer = Peer(("spec", "selector"), "", 0, {"matchLabels": wanted}, "*")
    workloads = peer_workloads(document, peer, inventory)
    services = {
        id(service): service
        for workload in workloads
        for service in services_selecting(workload.document, inventory)
        if ports_of(service)
    }
    # The pods listen on the number behind a port of the Service, or on the number itself.
    reached = {
        number
        for service in services.values()
        for port in ports_of(service)
        for workload in workloads
        for number in (port.number, resolve_target_port(workload, port))
    }
    reached |= {port.number for each in workloads for port in each.ports if port.host_port}
    # A name that the pods lack may be that of a port that is added to them.
    if None in reached or any(workload.host_network for workload in workloads):
        return
    for path, value in values_at(document.data, "spec.servers[].port.number"):
        number = whole(value)
        if services and number is not None and number not in reached:
            first = next(iter(services.values()))
            yield Report(
                path,
                f"{lacks_port(first, number)}, so no connection arrives there",
                "name a port of the Service, or add this one to it",
            )
