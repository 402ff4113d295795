"""The fix of each finding for reports, as replacements with lines and columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from svclint.fix.batches import PlannedFix, plan_batches
from svclint.fix.description import describe
from svclint.fix.manifest_file import ManifestFile
from svclint.model import Finding


class Replacement(NamedTuple):
    """A text that replaces everything from ``start`` to before ``end``: line and column, from 1."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


class ProposedFix(NamedTuple):
    """A fix of a finding."""

    description: str
    is_safe: bool
    replacements: tuple[Replacement, ...]


# Return the bytes of a file, or None if it cannot be fixed.
ReadBytes = Callable[[str], bytes | None]


def by_file(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Return the findings that have a fix, by file."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.fix is not None:
            found.setdefault(finding.location.file, []).append(finding)
    return found


def proposed_fixes(
    findings: Sequence[Finding],
    read: ReadBytes,
    report_progress: Callable[[int, int], None] = lambda _done, _remaining: None,
) -> Mapping[Finding, ProposedFix]:
    """Return the fixes that are possible, by finding.

    ``report_progress`` is called with the number of files that are done, and that remain.
    """
    found: dict[Finding, ProposedFix] = {}
    files = by_file(findings)
    for done, (file, fixable) in enumerate(files.items()):
        report_progress(done, len(files) - done)
        raw = read(file)
        if raw is None:
            continue
        objects = ManifestFile(file, raw)
        for batch in plan_batches(objects, fixable)[:-1]:
            found.update((planned.finding, _proposed_fix(planned, objects)) for planned in batch)
    return found


def _proposed_fix(planned: PlannedFix, objects: ManifestFile) -> ProposedFix:
    fix = planned.finding.fix
    assert fix is not None
    replacements = tuple(
        Replacement(objects.place(edit.start), objects.place(edit.end), edit.text)
        for edit in planned.edits
    )
    return ProposedFix(describe(fix), fix.is_safe, replacements)
