"""Kubernetes 1.30 silently drops trafficDistribution."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.version_changes import TRAFFIC_DISTRIBUTION, TRAFFIC_DISTRIBUTION_KNOWN
from svclint.model import Report, Severity
from svclint.rule import service_rule


@service_rule(
    "traffic-distribution-dropped", Severity.WARNING, since="0.1", where=("trafficDistribution",)
)
def rule(service: Service) -> Iterator[Report]:
    """Kubernetes 1.30 silently drops trafficDistribution."""
    value = service.spec.get("trafficDistribution")
    version = service.version
    is_known = TRAFFIC_DISTRIBUTION_KNOWN.is_in(version)
    if value is not None and is_known and not TRAFFIC_DISTRIBUTION.is_in(version):
        yield Report(
            ("spec", "trafficDistribution"),
            f"Kubernetes 1.30 silently drops trafficDistribution {value!r}",
            "remove it until the cluster has Kubernetes 1.31, which supports it",
        )
