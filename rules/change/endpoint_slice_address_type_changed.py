"""The addressType of a live EndpointSlice is changed."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Report, Severity, refused
from svclint.rule import change_rule


@change_rule(
    "endpoint-slice-address-type-changed", Severity.ERROR, since="0.1", kinds=("EndpointSlice",)
)
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """The addressType of a live EndpointSlice is changed."""
    before = change.live.get("addressType", "")
    after = change.checked.effective.get("addressType", "")
    if before != after:
        yield refused(
            ("addressType",),
            f"addressType is immutable: it cannot change from {before} to {after or 'none'}",
            f"write addressType: {before}; put addresses of another type into an EndpointSlice "
            "of their own",
        )
