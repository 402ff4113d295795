"""Server-side apply takes over fields from another manager."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.kinds import ALL_KINDS
from svclint.kubernetes.merge.apply_options import BEFORE_FIRST_APPLY
from svclint.kubernetes.merge.field_sets import spell_path
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.managed_fields import manifest_path, value_change
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Report, Severity
from svclint.rule import change_rule


@change_rule("field-taken-over", Severity.WARNING, since="0.1", kinds=ALL_KINDS, is_effect=True)
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """Server-side apply takes over fields from another manager."""
    options = change.apply_options
    if not options.is_forced:
        return
    # Flux and Argo CD always force; kubectl and Helm have an option for it.
    otherwise = "" if options.tool else "; without --force-conflicts, the server rejects the apply"
    for manager, paths in change.merge.conflicts:
        is_unknown = manager.name == BEFORE_FIRST_APPLY
        reason = f"is taken over from {manager}, which may change it back"
        keeper = "the other manager should keep it"
        if is_unknown:
            reason = "was set before the first server-side apply: no manager changes it back"
            keeper = "it should keep its live value"
        for path in paths:
            yield Report(
                manifest_path(path, change),
                f"{spell_path(path)} changes{value_change(path, change)} and {reason}",
                f"leave the field out if {keeper}{otherwise}",
                severity=Severity.NOTE if is_unknown else None,
            )
