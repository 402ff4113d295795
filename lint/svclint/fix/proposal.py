"""What could be fixed, for reports: the edits of each finding with lines and columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from svclint.fix.description import description
from svclint.fix.plan import Objects, Planned, plans
from svclint.model import Finding


class Replacement(NamedTuple):
    """A text for what stands from one place to another, which it is not part of; from 1."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


class Proposal(NamedTuple):
    """How a finding can be fixed."""

    description: str
    is_safe: bool
    replacements: tuple[Replacement, ...]


Read = Callable[[str], bytes | None]


def by_file(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Sort the findings that have a fix by their file."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.fix is not None:
            found.setdefault(finding.location.file, []).append(finding)
    return found


def proposals(findings: Sequence[Finding], read: Read) -> Mapping[Finding, Proposal]:
    """Give the fixes that can be made; ``read`` gives the bytes of a file, if they can be had."""
    found: dict[Finding, Proposal] = {}
    for file, its in by_file(findings).items():
        raw = read(file)
        if raw is None:
            continue
        objects = Objects(file, raw)
        for batch in plans(objects, its)[:-1]:
            found.update((planned.finding, _proposal(planned, objects)) for planned in batch)
    return found


def _proposal(planned: Planned, objects: Objects) -> Proposal:
    fix = planned.finding.fix
    assert fix is not None
    replacements = tuple(
        Replacement(objects.place(edit.start), objects.place(edit.end), edit.text)
        for edit in planned.edits
    )
    return Proposal(description(fix), fix.is_safe, replacements)
