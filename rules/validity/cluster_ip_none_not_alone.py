"""clusterIPs contains None and another entry."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("cluster-ip-none-not-alone", Severity.ERROR, since="0.1", where=("clusterIPs",))
def rule(service: Service) -> Iterator[Report]:
    """clusterIPs contains None and another entry."""
    ips = service.cluster_ips
    if service.type != "ExternalName" and len(ips) > 1 and ips[0] == "None":
        yield refused(
            ("spec", "clusterIPs", 1),
            f"clusterIPs contains {ips[1]!r} after None, which must be the only entry",
            "keep only None for a headless Service, or remove None",
            field="spec.clusterIPs",
        )
