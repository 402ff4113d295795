"""A Rollout switches between two Services that are the same one."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.model import Report, Severity
from svclint.model.data import group_of, mapping, text
from svclint.rule import reference_rule
from svclint.source import Document

_PAIRS = (
    ("canary", "stableService", "canaryService"),
    ("blueGreen", "activeService", "previewService"),
)


@reference_rule("rollout-services-equal", Severity.ERROR, since="0.1", kinds=("Rollout",))
def rule(document: Document, _inventory: Inventory) -> Iterator[Report]:
    """A Rollout switches between two Services that are the same one."""
    if group_of(document.api_version) != "argoproj.io":
        return
    for strategy, stable, other in _PAIRS:
        fields = mapping(document.value(("spec", "strategy", strategy)))
        name = text(fields.get(stable))
        if name and name == fields.get(other):
            yield Report(
                ("spec", "strategy", strategy, other),
                f'{other} and {stable} are both "{name}"; the controller refuses the Rollout, '
                "because it switches between two Services",
                "name another Service for the new pods",
            )
