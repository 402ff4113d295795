"""How a finding in a rendered object comes from its place, in words."""

from __future__ import annotations

from svclint.model import Finding
from svclint.model.listing import listed

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
        places = [f"{each.file}:{each.line}" for each in source.through]
        steps.append(f"through {listed(places, _MOST)}")
    name = f"{finding.object} of " if finding.object.name else ""
    steps.append(f"in {name}{listed(source.rendered, _MOST)}")
    return ", ".join(steps)
