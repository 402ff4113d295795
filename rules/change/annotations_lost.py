"""A null annotation makes kubectl apply drop all annotations."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.kinds import ALL_KINDS
from svclint.kubernetes.merge.apply_options import CLIENT
from svclint.kubernetes.merge.client_side import LAST_APPLIED
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Report, Severity, remove
from svclint.rule import change_rule


@change_rule("annotations-lost", Severity.WARNING, since="0.1", kinds=ALL_KINDS, is_effect=True)
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """A null annotation makes kubectl apply drop all annotations."""
    if change.apply_options.method != CLIENT:
        return
    written = change.written["metadata"].get("annotations") or {}
    merged = (change.merge.merged.get("metadata") or {}).get("annotations") or {}
    # kubectl itself replaces the annotation of the last apply, which an export contains.
    lost = [
        key
        for key, value in written.items()
        if value and merged.get(key) != value and key != LAST_APPLIED
    ]
    if lost:
        empty = next((key for key, value in written.items() if not value), "")
        yield Report(
            ("metadata", "annotations", empty),
            f"annotation {empty} is null, so kubectl apply drops all annotations, including "
            f"{', '.join(lost)}",
            "remove the line; leaving out an annotation that was applied before deletes it",
            fix=remove(("metadata", "annotations", empty), is_safe=False) if empty else None,
        )
