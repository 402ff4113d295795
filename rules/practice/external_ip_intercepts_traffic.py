"""externalIPs intercepts traffic to addresses that the cluster may not own."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.addresses import parse_ip
from svclint.rule import service_rule


@service_rule(
    "external-ip-intercepts-traffic",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("externalIPs",),
)
def rule(service: Service) -> Iterator[Report]:
    """externalIPs intercepts traffic to addresses that the cluster may not own."""
    addresses = [each for each in service.spec.get("externalIPs") or () if parse_ip(each)]
    if not addresses or service.is_headless or service.type == "ExternalName":
        return
    # With externalIPs, the load balancer has an address of its own beside these.
    remedy = (
        "request the address from the load balancer (loadBalancerIP or its annotation)"
        if service.type == "LoadBalancer"
        else "use type LoadBalancer"
    )
    ports = ", ".join(f"{port['port']}/{port['protocol']}" for port in service.ports)
    yield Report(
        ("spec", "externalIPs", 0),
        f"traffic of nodes and pods to {' or '.join(addresses)}, port {ports}, goes to this "
        "Service, whoever owns the address (CVE-2020-8554)",
        f"{remedy}, or restrict the addresses with an admission policy",
    )
