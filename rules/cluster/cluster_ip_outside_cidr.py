"""A cluster IP is outside the Service CIDRs of the cluster, or reserved in them."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import cluster_ip_path
from svclint.kubernetes.service.allocation import requested_addresses
from svclint.model import Report, Severity, refused
from svclint.model.cluster import ClusterFacts
from svclint.model.listing import listed
from svclint.model.networks import allocation_problem
from svclint.rule import cluster_rule


@cluster_rule(
    "cluster-ip-outside-cidr", Severity.ERROR, since="0.1", where=("clusterIP", "clusterIPs")
)
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A cluster IP is outside the Service CIDRs of the cluster, or reserved in them."""
    if not facts.service_cidrs:
        return
    for index, address in requested_addresses(service, facts):
        if address.family not in facts.families:
            continue
        text = service.cluster_ips[index]
        problem = allocation_problem(address, facts.service_cidrs)
        if problem is None:
            continue
        networks = facts.service_cidrs.texts[address.family]
        cidrs, ending = listed(networks), "s" if len(networks) > 1 else ""
        yield refused(
            cluster_ip_path(service, index),
            f"cluster IP {text} is outside the Service CIDR{ending} {cidrs}"
            if problem == "outside"
            else f"cluster IP {text} is {problem}, which is never allocated to a Service",
            f"use another address of {cidrs}, or leave clusterIP out and let the cluster choose",
            field="spec.clusterIPs",
        )
