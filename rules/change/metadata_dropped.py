"""A replace drops labels, annotations or finalizers of the live object."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.kinds import ALL_KINDS
from svclint.kubernetes.merge.apply_options import REPLACE
from svclint.kubernetes.merge.client_side import LAST_APPLIED
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Report, Severity
from svclint.rule import change_rule


@change_rule("metadata-dropped", Severity.WARNING, since="0.1", kinds=ALL_KINDS, is_effect=True)
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """A replace drops labels, annotations or finalizers of the live object."""
    if change.apply_options.method != REPLACE:
        return
    live, after = change.live.get("metadata") or {}, change.after["metadata"]
    for name in ("labels", "annotations", "finalizers"):
        # kubectl writes the annotation of the last apply itself, and Helm marks what it applies.
        kept = {*(after.get(name) or ()), LAST_APPLIED}
        lost = [
            key
            for key in live.get(name) or ()
            if key not in kept and not change.apply_options.is_mark(key)
        ]
        if lost:
            yield Report(
                ("metadata", name),
                f"replace drops the {name} {', '.join(lost)} of the live object",
                "add them to the manifest, or apply without replacing the object",
                at_key=True,
            )
