"""The class of a live load balancer is set, changed or removed."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import change_rule


@change_rule("load-balancer-class-changed", Severity.ERROR, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """The class of a live load balancer is set, changed or removed."""
    if change.checked.type != "LoadBalancer" or change.old.get("type") != "LoadBalancer":
        return
    before, after = (
        change.old.get("loadBalancerClass"),
        change.checked.spec.get("loadBalancerClass"),
    )
    if before == after:
        return
    action = f"change from {before} to {after}"
    if before is None:
        action = f"be set to {after}"
    elif after is None:
        action = f"be removed (it is {before})"
    yield refused(
        ("spec", "loadBalancerClass"),
        f"loadBalancerClass cannot {action} while the Service is a LoadBalancer",
        "leave it as it is; or set another type first, which removes the load balancer, "
        "then type: LoadBalancer with the new class",
    )
