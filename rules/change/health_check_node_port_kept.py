"""A Service keeps its health-check node port although the manifest no longer sets it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, add
from svclint.rule import change_rule


@change_rule("health-check-node-port-kept", Severity.WARNING, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """A Service keeps its health-check node port although the manifest no longer sets it."""
    number = change.old.get("healthCheckNodePort")
    is_kept = number is not None and number == change.new.get("healthCheckNodePort")
    is_written = change.written["spec"].get("healthCheckNodePort")
    if is_kept and not is_written and change.was_applied("spec", "healthCheckNodePort"):
        yield Report(
            ("spec",),
            f"the Service keeps healthCheckNodePort {number}: leaving it out has no effect",
            f"set healthCheckNodePort: {number} so that the manifest shows it",
            at_key=True,
            fix=add(("spec", "healthCheckNodePort"), number, is_safe=False),
        )
