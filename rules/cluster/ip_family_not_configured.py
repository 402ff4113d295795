"""A Service requests an IP family that the cluster does not have."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import cluster_ip_path, cluster_ips_are_valid
from svclint.model import Report, Severity, refused, set_to
from svclint.model.addresses import parse_ip
from svclint.model.cluster import ClusterFacts
from svclint.rule import cluster_rule


@cluster_rule(
    "ip-family-not-configured",
    Severity.ERROR,
    since="0.1",
    where=("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"),
)
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A Service requests an IP family that the cluster does not have."""
    if not facts.families or service.type == "ExternalName" or not cluster_ips_are_valid(service):
        return
    written = list(service.spec.get("ipFamilies") or [])
    only = f"the cluster has only {facts.families[0]}"
    for index, text in enumerate(service.cluster_ips):
        address = parse_ip(text)
        if index >= len(written) and address and address.family not in facts.families:
            yield refused(
                cluster_ip_path(service, index),
                f"cluster IP {text} is {address.family}, but {only}",
                f"use an {facts.families[0]} address, or let the cluster choose",
                field=f"spec.clusterIPs[{index}]",
            )
    if service.is_headless_without_selector:
        return
    if service.ip_family_policy == "RequireDualStack" and len(facts.families) < 2:
        yield refused(
            ("spec", "ipFamilyPolicy"),
            f"ipFamilyPolicy is RequireDualStack, but {only}",
            "use PreferDualStack, which uses the IP families that the cluster has",
            fix=set_to(("spec", "ipFamilyPolicy"), "PreferDualStack", is_safe=False),
        )
    for index, family in enumerate(written):
        if family in ("IPv4", "IPv6") and family not in facts.families:
            yield refused(
                ("spec", "ipFamilies", index),
                f"IP family {family} is requested, but {only}",
                "leave ipFamilies out, or check that this manifest is meant for this cluster",
            )
