"""How a finding in a rendered object comes from its place, in words."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.model import Finding

# More would bury the finding; the JSON has all.
_MOST = 4


def source_text(finding: Finding) -> str:
    """Return the way from the place of a finding to the output; empty if nothing is rendered."""
    source = finding.source
    if source is None:
        return ""
    steps: list[str] = []
    if not source.is_proven:
        steps.append("somewhere in this file")
    if source.key:
        steps.append(source.key)
    if source.through:
        steps.append(f"through {_listed([f'{each.file}:{each.line}' for each in source.through])}")
    name = f"{finding.object} of " if finding.object.name else ""
    steps.append(f"in {name}{_listed(source.rendered)}")
    return ", ".join(steps)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST])
    return f"{shown} and {len(names) - _MOST} more" if len(names) > _MOST else shown
