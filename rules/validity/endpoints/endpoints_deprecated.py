"""Endpoints are deprecated; EndpointSlices replace them."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.version_changes import ENDPOINTS_DEPRECATED
from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import object_rule


@object_rule("endpoints-deprecated", Severity.WARNING, since="0.1", kinds=("Endpoints",))
def rule(endpoints: KubernetesObject) -> Iterator[Report]:
    """Endpoints are deprecated; EndpointSlices replace them."""
    if not ENDPOINTS_DEPRECATED.is_in(endpoints.version):
        return
    if endpoints.effective.get("subsets"):
        remedy = (
            "write an EndpointSlice of discovery.k8s.io/v1 with the label "
            f"kubernetes.io/service-name: {endpoints.object_name.name}"
        )
    else:
        remedy = "for the lock of a leader election, write a Lease of coordination.k8s.io/v1"
    message = "v1 Endpoints are deprecated from Kubernetes 1.33 on"
    yield Report(("kind",), message, remedy, ServerAnswer("warn", "", ""))
