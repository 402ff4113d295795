"""An empty clusterIP says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, remove
from svclint.rule import service_rule


@service_rule(
    "cluster-ip-empty", Severity.INFO, since="0.1", profile="recommended", where=("clusterIP",)
)
def rule(service: Service) -> Iterator[Report]:
    """An empty clusterIP says nothing."""
    spec = service.written["spec"]
    if spec.get("clusterIP") == "" and not spec.get("clusterIPs"):
        # A live Service keeps its address, whether the manifest is empty or silent.
        yield Report(
            ("spec", "clusterIP"),
            "clusterIP is empty, which says no more than leaving it out: the cluster chooses",
            "remove it; a headless Service has clusterIP: None",
            fix=None if service.live else remove(("spec", "clusterIP")),
        )
