"""This Kubernetes version does not support the trafficDistribution."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.version_changes import PREFER_SAME_ZONE, TRAFFIC_DISTRIBUTION
from svclint.model import Report, Severity, refused, set_to
from svclint.model.cluster import version_text
from svclint.model.suggestions import likely_value
from svclint.rule import service_rule


@service_rule(
    "traffic-distribution-unsupported", Severity.ERROR, since="0.1", where=("trafficDistribution",)
)
def rule(service: Service) -> Iterator[Report]:
    """This Kubernetes version does not support the trafficDistribution."""
    value = service.spec.get("trafficDistribution")
    if value is None or not TRAFFIC_DISTRIBUTION.is_in(service.version):
        return
    supported = ["PreferClose"]
    if PREFER_SAME_ZONE.is_in(service.version):
        supported = ["PreferSameZone", "PreferSameNode", "PreferClose"]
    if value not in supported:
        meant = likely_value(value, supported)
        if value == "PreferSameZone":
            # Before 1.34, PreferSameZone was named PreferClose.
            meant = "PreferClose"
        version = version_text(service.version)
        choice = f"use one of {', '.join(supported)}" if supported[1:] else f"write {supported[0]}"
        yield refused(
            ("spec", "trafficDistribution"),
            f"trafficDistribution {value!r} is not supported in Kubernetes {version}",
            f"write trafficDistribution: {meant}" if meant else choice,
            reason="FieldValueNotSupported",
            fix=set_to(("spec", "trafficDistribution"), meant) if meant else None,
        )
