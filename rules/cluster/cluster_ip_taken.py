"""A cluster IP already belongs to another Service."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import cluster_ip_path
from svclint.kubernetes.service.allocation import requested_addresses
from svclint.model import Report, Severity, refused
from svclint.model.cluster import ClusterFacts
from svclint.rule import cluster_rule


@cluster_rule("cluster-ip-taken", Severity.ERROR, since="0.1", where=("clusterIP", "clusterIPs"))
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A cluster IP already belongs to another Service."""
    own_name = f"{service.object_name.namespace or facts.namespace}/{service.object_name.name}"
    reserved, stored = facts.kubernetes_address, service.stored("clusterIPs")
    for index, address in requested_addresses(service, facts):
        key = (address.family, address.number)
        holder = facts.claims.addresses.get(key)
        if holder is None and reserved is not None and key == reserved[:2]:
            holder = "default/kubernetes"
        if holder is None or holder == own_name:
            continue
        if service.cluster_ips[index] not in stored:
            yield refused(
                cluster_ip_path(service, index),
                f"cluster IP {service.cluster_ips[index]} already belongs to Service {holder}",
                "use another address, or leave clusterIP out and let the cluster choose",
                field="spec.clusterIPs",
            )
