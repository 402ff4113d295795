"""A port that is rarely meant for clients outside the cluster is exposed to them."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import islice

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.load_balancers import (
    are_private,
    balancer_of_nodes,
    is_internal,
    pools_for,
    requested_addresses,
    requests_unknown_address,
)
from svclint.kubernetes.providers import limits_clients
from svclint.kubernetes.targets import ServicePort, ports_of
from svclint.model import Report, Severity
from svclint.model.data import labels, mapping, sequence, text
from svclint.rule import reference_rule
from svclint.rule.options import NAMED_PORTS, PORT_NUMBERS, Option
from svclint.source import Document

# TCP ports of remote shells, components of Kubernetes, and databases.
KNOWN = {
    22: "SSH",
    23: "Telnet",
    445: "SMB",
    1433: "SQL Server",
    1521: "Oracle Database",
    2049: "NFS",
    2181: "ZooKeeper",
    2375: "Docker without TLS",
    2376: "Docker",
    2379: "etcd",
    2380: "etcd",
    3306: "MySQL",
    3389: "RDP",
    5432: "PostgreSQL",
    5900: "VNC",
    5984: "CouchDB",
    6379: "Redis",
    9042: "Cassandra",
    9200: "Elasticsearch",
    9300: "Elasticsearch",
    10250: "the kubelet",
    10255: "the kubelet",
    10257: "kube-controller-manager",
    10259: "kube-scheduler",
    11211: "Memcached",
    26257: "CockroachDB",
    27017: "MongoDB",
}


@reference_rule(
    "sensitive-port-exposed",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("LoadBalancer", "NodePort"),
    options={
        "added": Option("More TCP ports, each with the program that uses it.", NAMED_PORTS),
        "allowed": Option("TCP ports that may be exposed outside the cluster.", PORT_NUMBERS),
    },
)
def rule(
    document: Document,
    inventory: Inventory,
    *,
    added: tuple[tuple[int, str], ...] = (),
    allowed: AbstractSet[int] = frozenset(),
) -> Iterator[Report]:
    """A port that is rarely meant for clients outside the cluster is exposed to them."""
    sensitive = {**KNOWN, **dict(added)}
    found = [
        (("spec", "ports", port.position, field), number)
        for port in ports_of(document)
        if port.protocol == "TCP"
        for field, number in islice(_sensitive_numbers(port, sensitive.keys() - allowed), 1)
    ]
    # The pools of addresses are searched only if a port is sensitive.
    exposure = _exposure(document, inventory) if found else None
    if exposure is None:
        return
    fact, remedy, severity = exposure
    for path, number in found:
        message = f"{path[-1]} {number} is used by {sensitive[number]}, and {fact}"
        yield Report(path, message, remedy, severity=severity)


def _sensitive_numbers(port: ServicePort, sensitive: AbstractSet[int]) -> Iterator[tuple[str, int]]:
    for field, number in (("port", port.number), ("targetPort", port.target)):
        if isinstance(number, int) and number in sensitive:
            yield field, number


def _exposure(service: Document, inventory: Inventory) -> tuple[str, str, Severity] | None:
    """Return who reaches a Service, the remedy and the severity; ``None`` if not everyone does."""
    kind = service.value(("spec", "type"))
    if kind == "NodePort":
        remedy = "use type ClusterIP, and kubectl port-forward for tests"
        return "type NodePort opens it on every node", remedy, Severity.NOTE
    if kind != "LoadBalancer":
        return None
    metadata, spec = mapping(service.value(("metadata",))), mapping(service.value(("spec",)))
    ranges = map(text, sequence(spec.get("loadBalancerSourceRanges")))
    if is_internal(metadata, spec) or limits_clients(labels(metadata.get("annotations")), ranges):
        return None
    pools = [] if requested_addresses(service) else pools_for(service, inventory)
    if are_private(pools):
        return None
    fact, severity = "the load balancer accepts every client", Severity.WARNING
    balancer = balancer_of_nodes(service)
    if balancer is not None and not pools and not requested_addresses(service):
        fact += f" that reaches the address from {balancer.name}, which may be a private one"
        severity = Severity.NOTE
    elif requests_unknown_address(service):
        fact += " that reaches its address, which is not known here and may be a private one"
        severity = Severity.NOTE
    remedy = "use type ClusterIP, an internal load balancer, or loadBalancerSourceRanges"
    return fact, remedy, severity
