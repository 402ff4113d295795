"""Server-side apply would change fields that another manager owns."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.kinds import ALL_KINDS
from svclint.kubernetes.merge.apply_options import BEFORE_FIRST_APPLY
from svclint.kubernetes.merge.field_sets import spell_path
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.managed_fields import manifest_path, value_change
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Report, Severity, refused
from svclint.rule import change_rule


@change_rule("apply-conflict", Severity.ERROR, since="0.1", kinds=ALL_KINDS)
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """Server-side apply would change fields that another manager owns."""
    if change.apply_options.is_forced:
        return
    for manager, paths in change.merge.conflicts:
        state = f"is managed by {manager}, but"
        if manager.name == BEFORE_FIRST_APPLY:
            state = f"was set before the first server-side apply ({manager}), and"
        for path in paths:
            yield refused(
                manifest_path(path, change),
                f"{spell_path(path)} {state} the manifest changes it{value_change(path, change)}",
                "leave the field out, set it to its live value, or take it over "
                "with --force-conflicts",
                reason="FieldManagerConflict",
                field=spell_path(path),
            )
