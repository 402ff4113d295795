"""A finalizer is added to a Service that is being deleted."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.kinds import ALL_KINDS
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Report, Severity, refused
from svclint.rule import change_rule


@change_rule("finalizer-added-late", Severity.ERROR, since="0.1", kinds=ALL_KINDS)
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """A finalizer is added to a Service that is being deleted."""
    live = change.live.get("metadata") or {}
    if not live.get("deletionTimestamp"):
        return
    stored = live.get("finalizers") or []
    for index, finalizer in enumerate(change.written["metadata"].get("finalizers") or ()):
        if finalizer not in stored:
            yield refused(
                ("metadata", "finalizers", index),
                f"finalizer {finalizer} cannot be added: the Service is being deleted "
                f"since {live['deletionTimestamp']}",
                "wait until the Service is gone, then create it again",
                reason="FieldValueForbidden",
                field="metadata.finalizers",
            )
