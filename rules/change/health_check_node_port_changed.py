"""The health-check node port of a live Service is changed."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.carry_over import needs_health_check
from svclint.model import Report, Severity, refused
from svclint.rule import change_rule


@change_rule("health-check-node-port-changed", Severity.ERROR, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """The health-check node port of a live Service is changed."""
    if not needs_health_check(change.old) or not needs_health_check(change.checked.spec):
        return
    before = change.old.get("healthCheckNodePort")
    after = change.checked.spec.get("healthCheckNodePort")
    if before != after:
        yield refused(
            ("spec", "healthCheckNodePort"),
            f"healthCheckNodePort is immutable: it cannot change from {before} to {after}",
            f"leave it out to keep {before}; or set externalTrafficPolicy: Cluster first, which "
            "releases it, then Local with the new number",
            reason="FieldValueForbidden",
        )
