"""A Service stays headless although the manifest no longer sets clusterIP: None."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, add
from svclint.rule import change_rule


@change_rule("stays-headless", Severity.WARNING, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """A Service stays headless although the manifest no longer sets clusterIP: None."""
    spec = change.written["spec"]
    if spec.get("clusterIP") or spec.get("clusterIPs") or not change.checked.is_headless:
        return
    if change.old.get("clusterIP") == "None" and change.old.get("type") != "ExternalName":
        yield Report(
            ("spec",),
            "the live Service stays headless: leaving clusterIP out has no effect",
            "set clusterIP: None; or delete and recreate the Service to get an address",
            at_key=True,
            fix=add(("spec", "clusterIP"), "None", is_safe=False),
        )
