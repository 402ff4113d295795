"""A Service gets one IP family in a cluster that has two."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.cluster import ClusterFacts
from svclint.rule import cluster_rule


@cluster_rule("single-family-on-dual-stack", Severity.INFO, since="0.1", profile="strict")
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A Service gets one IP family in a cluster that has two."""
    if len(facts.families) < 2 or service.type == "ExternalName" or service.live is not None:
        return
    spec = service.spec
    said = any(spec.get(name) for name in ("ipFamilyPolicy", "ipFamilies"))
    if said or service.is_headless_without_selector or len(service.cluster_ips) > 1:
        return
    if service.cluster_ips and not service.is_headless:
        return
    yield Report(
        ("spec", "ipFamilyPolicy"),
        f"the cluster has {facts.families[0]} and {facts.families[1]}, but this Service gets "
        f"{facts.families[0]} alone, since it has no ipFamilyPolicy",
        "set ipFamilyPolicy: PreferDualStack, or SingleStack to say that one is meant",
    )
