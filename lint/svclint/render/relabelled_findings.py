"""Join the findings of one rendered text that the labels of one kustomization cause."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from svclint.model import Finding, Location, Severity
from svclint.render.origins import Relabelling


class PlacedFinding(NamedTuple):
    """A placed finding, the name of the text that it was in, and the labels that cause it."""

    finding: Finding
    text: str
    relabelling: Relabelling | None


def joined_at_labels(found: Iterable[PlacedFinding]) -> list[Finding]:
    """Return findings, with the most severe one of those in a text that the same labels cause."""
    kept: list[Finding] = []
    groups: dict[tuple[str, Location], list[PlacedFinding]] = {}
    places: dict[tuple[str, Location], int] = {}
    for each in found:
        if each.relabelling is None:
            kept.append(each.finding)
            continue
        key = each.text, each.finding.location
        if key not in groups:
            groups[key], places[key] = [], len(kept)
            kept.append(each.finding)
        groups[key].append(each)
    for key, group in groups.items():
        kept[places[key]] = _together(group)
    return kept


def _weight(placed: PlacedFinding) -> tuple[Severity, bool]:
    """Return the severity, and of the same ones prefer what is about the selector itself."""
    return placed.finding.severity, placed.finding.field == ".spec.selector"


def _together(group: list[PlacedFinding]) -> Finding:
    worst = max(group, key=_weight)
    assert worst.relabelling is not None
    others = len(group) - 1
    more = f"; {others} more {'fault follows' if others == 1 else 'faults follow'} from it"
    return worst.finding._replace(
        message=f"{worst.finding.message}; {worst.relabelling.fact}{more if others else ''}",
        remedy=worst.relabelling.remedy,
        fix=None,
    )
