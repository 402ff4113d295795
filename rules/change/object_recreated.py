"""A tool deletes a live object and creates it again."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.merge.apply_options import ARGO_CD
from svclint.kubernetes.merge.object_policies import PolicyEffect
from svclint.model import Report, Severity
from svclint.rule import applying_rule


@applying_rule("object-recreated", Severity.WARNING, since="0.1")
def rule(effect: PolicyEffect) -> Iterator[Report]:
    """A tool deletes a live object and creates it again."""
    mark = effect.policy.recreated_by
    if mark is None:
        return
    reason = f", after the server rejects the update ({effect.rejection})"
    yield Report(
        mark.manifest_path,
        f"{effect.policy.options.tool} deletes the live object and {_outcome(effect)} because of "
        f"{mark}{reason if effect.rejection else ''}",
        "remove that to keep the object: a new one has other addresses, node ports and load "
        "balancers, unless the manifest sets them",
        severity=Severity.ERROR if effect.is_lost else None,
        excerpt=mark.value,
    )


def _outcome(effect: PolicyEffect) -> str:
    if not effect.is_lost:
        return "creates it again"
    # kubectl apply --force does, in deleteAndCreate of pkg/cmd/apply/patcher.go.
    is_restored = effect.policy.options.tool == ARGO_CD and not effect.policy.is_always_recreated
    end = ", so that it creates the old one again" if is_restored else ""
    return f"fails to create it again{end}"
