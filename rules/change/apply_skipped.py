"""A tool does not apply an object, because a label or annotation says so."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.merge.object_policies import PolicyEffect
from svclint.model import Report, Severity
from svclint.rule import applying_rule


@applying_rule("apply-skipped", Severity.NOTE, since="0.1")
def rule(effect: PolicyEffect) -> Iterator[Report]:
    """A tool does not apply an object, because a label or annotation says so."""
    policy = effect.policy
    mark = policy.skipped_by
    if mark is None:
        return
    outcome = "the live object stays as it is" if effect.exists else "it is not created"
    yield Report(
        mark.manifest_path,
        f"{policy.options.tool} does not apply this object because of {mark}: {outcome}",
        f"remove it if {policy.options.tool} is to apply the object",
        excerpt=mark.value,
    )
