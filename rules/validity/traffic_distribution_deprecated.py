"""trafficDistribution PreferClose is deprecated."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.version_changes import PREFER_CLOSE_DEPRECATED
from svclint.model import Report, Severity, set_to, warned
from svclint.rule import service_rule


@service_rule(
    "traffic-distribution-deprecated", Severity.WARNING, since="0.1", where=("trafficDistribution",)
)
def rule(service: Service) -> Iterator[Report]:
    """trafficDistribution PreferClose is deprecated."""
    if service.spec.get("trafficDistribution") == "PreferClose" and PREFER_CLOSE_DEPRECATED.is_in(
        service.version
    ):
        yield warned(
            ("spec", "trafficDistribution"),
            "trafficDistribution PreferClose is deprecated",
            "use PreferSameZone, which has the same effect",
            fix=set_to(("spec", "trafficDistribution"), "PreferSameZone"),
        )
