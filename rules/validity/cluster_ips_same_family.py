"""Two cluster IPs are of the same IP family."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import cluster_ips_are_valid
from svclint.model import Report, Severity, refused
from svclint.model.addresses import parse_ip
from svclint.rule import service_rule


@service_rule("cluster-ips-same-family", Severity.ERROR, since="0.1", where=("clusterIPs",))
def rule(service: Service) -> Iterator[Report]:
    """Two cluster IPs are of the same IP family."""
    ips = service.cluster_ips
    if service.type == "ExternalName" or len(ips) < 2 or not cluster_ips_are_valid(service):
        return
    families = [address.family for text in ips if (address := parse_ip(text)) is not None]
    if len(set(families)) < 2:
        yield refused(
            ("spec", "clusterIPs", 1),
            f"clusterIPs contains {ips[0]} and {ips[1]}, both {families[0]}",
            "keep one address of each IP family",
            field="spec.clusterIPs",
        )
