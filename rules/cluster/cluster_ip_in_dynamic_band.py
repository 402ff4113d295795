"""A fixed cluster IP lies where the cluster allocates by itself."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.addresses import static_band
from svclint.config import ClusterFacts
from svclint.model import Report, Severity
from svclint.rule import cluster_rule
from svclint.service import Service
from svclint.service.addressing import cluster_ip_path
from svclint.service.allocation import requested_addresses


@cluster_rule("cluster-ip-in-dynamic-band", Severity.INFO, since="0.1")
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A fixed cluster IP lies where the cluster allocates by itself."""
    for index, address in requested_addresses(service, facts):
        for network in facts.service_cidrs:
            band = static_band(network)
            if address not in network or band is None or service.live is not None:
                continue
            if address.number > band[1].number:
                yield Report(
                    cluster_ip_path(service, index),
                    f"cluster IP {service.cluster_ips[index]} is fixed, but lies where {network} is allocated dynamically: "
                    "another Service may have taken it",
                    f"take it from {band[0]} to {band[1]}, which dynamic allocation uses last",
                )
