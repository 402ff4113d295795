"""A null among the annotations makes kubectl apply drop all of them."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.merge.apply_options import CLIENT
from svclint.kubernetes.service.update import Prediction
from svclint.model import Report, Severity, remove
from svclint.rule import change_rule


@change_rule("annotations-lost", Severity.WARNING, since="0.1")
def rule(change: Prediction) -> Iterator[Report]:
    """A null among the annotations makes kubectl apply drop all of them."""
    if change.apply_options.method != CLIENT:
        return
    written = change.written["metadata"].get("annotations") or {}
    merged = (change.merge.merged.get("metadata") or {}).get("annotations") or {}
    lost = [key for key, value in written.items() if value and merged.get(key) != value]
    if lost:
        empty = next((key for key, value in written.items() if not value), "")
        yield Report(
            ("metadata", "annotations", empty),
            f"{empty} is null, so kubectl apply drops all annotations: {', '.join(lost)} too",
            "remove the line; an annotation that was applied before is deleted by leaving it out",
            fix=remove(("metadata", "annotations", empty), is_safe=False) if empty else None,
        )
