"""A Service keeps its cluster IP although the manifest no longer sets it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.model import Data, Report, Severity, add
from svclint.rule import change_rule


@change_rule("cluster-ip-kept", Severity.WARNING, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """A Service keeps its cluster IP although the manifest no longer sets it."""
    old, written = change.old.get("clusterIP") or "None", change.written["spec"]
    if old == "None" or old != change.new.get("clusterIP"):
        return
    last: Data = (change.merge.last_applied or {}).get("spec") or {}
    is_left_out = not {"clusterIP", "clusterIPs"} & set(written)
    is_emptied = written.get("clusterIP") == "" and last.get("clusterIP") == old
    if (is_left_out and change.was_applied("spec", "clusterIP")) or is_emptied:
        yield Report(
            ("spec", "clusterIP") if is_emptied else ("spec",),
            f"the Service keeps the address {old}: leaving clusterIP out has no effect",
            f"set clusterIP: {old} so that the manifest shows it; or delete and recreate the "
            "Service to get another address",
            at_key=True,
            fix=add(("spec", "clusterIP"), old, is_safe=False),
        )
