"""A port that is rarely meant for clients outside the cluster is exposed to them."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from svclint.kubernetes.load_balancers import is_internal
from svclint.kubernetes.providers import limits_clients
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.data import labels
from svclint.rule import service_rule
from svclint.rule.options import NAMED_PORTS, PORT_NUMBERS, Option

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


@service_rule(
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
    service: Service,
    *,
    added: tuple[tuple[int, str], ...] = (),
    allowed: AbstractSet[int] = frozenset(),
) -> Iterator[Report]:
    """A port that is rarely meant for clients outside the cluster is exposed to them."""
    if service.type not in ("LoadBalancer", "NodePort"):
        return
    if service.type == "LoadBalancer":
        annotations = labels(service.metadata.get("annotations"))
        ranges = service.spec.get("loadBalancerSourceRanges") or ()
        if is_internal(service) or limits_clients(annotations, ranges):
            return
        exposure, severity = "the load balancer accepts every client", Severity.WARNING
        remedy = "use type ClusterIP, an internal load balancer, or loadBalancerSourceRanges"
    else:
        exposure, severity = "type NodePort opens it on every node", Severity.NOTE
        remedy = "use type ClusterIP, and kubectl port-forward for tests"
    sensitive = {**KNOWN, **dict(added)}
    for index, port in enumerate(service.ports):
        if port["protocol"] != "TCP":
            continue
        for field in ("port", "targetPort"):
            if port[field] in sensitive and port[field] not in allowed:
                yield Report(
                    ("spec", "ports", index, field),
                    f"{field} {port[field]} is used by {sensitive[port[field]]}, and {exposure}",
                    remedy,
                    severity=severity,
                )
                break
