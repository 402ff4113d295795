"""A fixed cluster IP is in the range that the cluster allocates dynamically."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import cluster_ip_path
from svclint.kubernetes.service.allocation import requested_addresses
from svclint.model import Report, Severity
from svclint.model.addresses import Address, static_band
from svclint.model.cluster import ClusterFacts
from svclint.model.networks import allocation_problem
from svclint.rule import cluster_rule


@cluster_rule(
    "cluster-ip-in-dynamic-band", Severity.NOTE, since="0.1", where=("clusterIP", "clusterIPs")
)
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A fixed cluster IP is in the range that the cluster allocates dynamically."""
    if service.live is not None:
        return
    for index, address in requested_addresses(service, facts):
        network = next(iter(facts.service_cidrs.containing(address)), None)
        band = None if network is None else static_band(network)
        if band is None or allocation_problem(address, facts.service_cidrs) is not None:
            continue
        first, last = band
        if address.number > last.number:
            if first == facts.kubernetes_address:
                first = Address(first.family, first.number + 1)
            yield Report(
                cluster_ip_path(service, index),
                f"cluster IP {service.cluster_ips[index]} is fixed, but in the part of {network} "
                "that is allocated dynamically: another Service may already have it",
                f"use an address from {first} to {last}, which dynamic allocation uses last",
            )
