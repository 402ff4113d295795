"""The sync options of an object exclude each other, so Argo CD does not apply it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.merge.object_policies import PolicyEffect
from svclint.model import Report, Severity, refused
from svclint.rule import applying_rule


@applying_rule("sync-options-contradict", Severity.ERROR, since="0.1")
def rule(effect: PolicyEffect) -> Iterator[Report]:
    """The sync options of an object exclude each other, so Argo CD does not apply it."""
    mark = effect.policy.contradicted_by
    if mark is None:
        return
    yield refused(
        mark.manifest_path,
        f"Argo CD cannot apply this object: {mark} excludes server-side apply",
        "remove Force=true; or add Replace=true to delete the object and create it again",
        reason="BadRequest",
        field="",
    )._replace(excerpt=mark.value)
