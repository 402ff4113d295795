"""A manifest changes metadata that only the API server sets."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.kinds import ALL_KINDS
from svclint.kubernetes.merge.apply_options import REPLACE
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Report, Severity, refused
from svclint.rule import change_rule


@change_rule("immutable-metadata-changed", Severity.ERROR, since="0.1", kinds=ALL_KINDS)
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """A manifest changes metadata that only the API server sets."""
    metadata, live = change.checked.metadata, change.live.get("metadata") or {}
    for name in ("uid", "deletionTimestamp", "deletionGracePeriodSeconds"):
        value, stored = metadata.get(name), live.get(name)
        # The server ignores this field while the object is being deleted.
        is_kept = name == "deletionTimestamp" and stored is not None
        if value in (None, "") or value == stored or is_kept or (name == "uid" and not stored):
            continue
        is_conflict = name == "uid" and change.apply_options.method == REPLACE
        yield refused(
            ("metadata", name),
            f"{name} {value} does not match the live object, which has "
            f"{'none' if stored is None else stored}",
            "remove it: only the API server sets it",
            reason="Conflict" if is_conflict else "FieldValueInvalid",
            field="" if is_conflict else None,
        )
