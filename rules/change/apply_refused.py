"""A manifest cannot be merged into the live object."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.kinds import ALL_KINDS
from svclint.kubernetes.merge.apply_options import CLIENT
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Report, Severity, refused
from svclint.rule import change_rule


@change_rule("apply-refused", Severity.ERROR, since="0.1", kinds=ALL_KINDS, needs_merge=False)
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """A manifest cannot be merged into the live object."""
    if not change.merge.problem:
        return
    side = "client" if change.apply_options.method == CLIENT else "server"
    yield refused(
        (),
        f"{side}-side apply fails: {change.merge.problem}",
        "give every port a number, and list each port, finalizer, owner and address only once",
        reason="InternalError",
        field="",
    )
