"""A tool deletes a live object and creates it again."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.merge.object_policies import PolicyEffect
from svclint.model import Report, Severity
from svclint.rule import applying_rule


@applying_rule("object-recreated", Severity.WARNING, since="0.1")
def rule(effect: PolicyEffect) -> Iterator[Report]:
    """A tool deletes a live object and creates it again."""
    policy = effect.policy
    mark = policy.recreated_by
    if mark is None:
        return
    tool = policy.options.tool
    reason = f", after the server rejects the update ({effect.rejection})"
    outcome = "fails to create it again" if effect.is_lost else "creates it again"
    yield Report(
        mark.manifest_path,
        f"{tool} deletes the live object and {outcome} because of {mark}"
        f"{reason if effect.rejection else ''}",
        f"remove the {mark.field[:-1]} to keep the object: a new one has other addresses, node "
        "ports and load balancers, unless the manifest sets them",
        severity=Severity.ERROR if effect.is_lost else None,
    )
