"""An empty clusterIP has no effect."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, remove
from svclint.rule import service_rule


@service_rule(
    "cluster-ip-empty", Severity.NOTE, since="0.1", profile="recommended", where=("clusterIP",)
)
def rule(service: Service) -> Iterator[Report]:
    """An empty clusterIP has no effect."""
    spec = service.written["spec"]
    if spec.get("clusterIP") == "" and not spec.get("clusterIPs"):
        # A live Service keeps its address with an empty clusterIP and without one.
        yield Report(
            ("spec", "clusterIP"),
            "an empty clusterIP is the same as leaving it out: the cluster chooses an address",
            "remove it, or write clusterIP: None for a headless Service",
            fix=None if service.live else remove(("spec", "clusterIP")),
        )
