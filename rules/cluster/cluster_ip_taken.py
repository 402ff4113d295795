"""A cluster IP already belongs to another Service."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.config import ClusterFacts
from svclint.model import Report, Severity, refused
from svclint.rule import cluster_rule
from svclint.service import Service
from svclint.service.addressing import cluster_ip_path
from svclint.service.allocation import requested_addresses


@cluster_rule("cluster-ip-taken", Severity.ERROR, since="0.1")
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A cluster IP already belongs to another Service."""
    own = facts.kubernetes_address
    is_kubernetes = service.metadata.get(
        "name"
    ) == "kubernetes" and service.object_name.namespace in ("", "default")
    for index, address in requested_addresses(service, facts):
        key = (address.family, address.number)
        holder = facts.claims.addresses.get(key)
        if holder is None and own is not None and key == own[:2] and not is_kubernetes:
            holder = "default/kubernetes"
        if holder is not None and service.cluster_ips[index] not in service.stored("clusterIPs"):
            yield refused(
                cluster_ip_path(service, index),
                f"cluster IP {service.cluster_ips[index]} already belongs to Service {holder}",
                "use another address, or leave clusterIP out and let the cluster choose",
                field="spec.clusterIPs",
            )
