"""A Service has one IP family in a dual-stack cluster."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.cluster import ClusterFacts
from svclint.rule import cluster_rule


@cluster_rule("single-family-on-dual-stack", Severity.NOTE, since="0.1", profile="strict")
def rule(service: Service, facts: ClusterFacts) -> Iterator[Report]:
    """A Service has one IP family in a dual-stack cluster."""
    if len(facts.families) < 2 or service.type == "ExternalName" or service.live is not None:
        return
    spec = service.spec
    is_explicit = any(spec.get(name) for name in ("ipFamilyPolicy", "ipFamilies"))
    if is_explicit or service.is_headless_without_selector or len(service.cluster_ips) > 1:
        return
    if service.cluster_ips and not service.is_headless:
        return
    yield Report(
        ("spec", "ipFamilyPolicy"),
        f"the cluster has {facts.families[0]} and {facts.families[1]}, but this Service gets only "
        f"{facts.families[0]}, because it has no ipFamilyPolicy",
        "set ipFamilyPolicy: PreferDualStack, or SingleStack to make one family explicit",
    )
