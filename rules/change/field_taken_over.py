"""Server-side apply takes over fields from another manager."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.kinds import ALL_KINDS
from svclint.kubernetes.merge.field_sets import spell_path
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.manifest_reports import manifest_path, value_change
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Report, Severity
from svclint.rule import change_rule


@change_rule("field-taken-over", Severity.WARNING, since="0.1", kinds=ALL_KINDS)
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """Server-side apply takes over fields from another manager."""
    if not change.apply_options.is_forced:
        return
    for manager, paths in change.merge.conflicts:
        for path in paths:
            yield Report(
                manifest_path(path, change.written),
                f"{spell_path(path)} changes{value_change(path, change)} and is taken over from "
                f"{manager}, which may change it back",
                "leave the field out if the other manager should keep it",
            )
