"""clusterIPs has more than two entries."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("cluster-ips-too-many", Severity.ERROR, since="0.1", where=("clusterIPs",))
def rule(service: Service) -> Iterator[Report]:
    """clusterIPs has more than two entries."""
    count = len(service.cluster_ips)
    if service.type != "ExternalName" and count > 2:
        yield refused(
            ("spec", "clusterIPs", 2),
            f"clusterIPs has {count} entries; a Service has at most two, one of each IP family",
            "remove all but one IPv4 and one IPv6 address",
            field="spec.clusterIPs",
        )
