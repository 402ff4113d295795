"""What makes a run fail: from which severity, and which findings are known already."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from svclint.cli import declare as click
from svclint.cli.notes import say_notes
from svclint.model import Finding, Severity
from svclint.report.result import PASSED_OVER, Result, count

if TYPE_CHECKING:
    from svclint.cli.declare import Function

_NEVER = "never"
# More would bury what a run is about; the JSON has them all.
_NAMED_STALE = 10


def gate_options(command: Function) -> Function:
    """Add the options that say which findings make a run fail."""
    verdict = click.under("Pass or fail", *_OPTIONS)
    return verdict(click.under("Input", *_NARROWING)(command))


def fails_from(word: str) -> Severity | None:
    """Give the severity that ``--fail-on`` names."""
    return None if word == _NEVER else Severity[word.upper()]


def exit_code(result: Result, *, exit_zero: bool) -> int:
    """Give 2 where something could not be checked, 1 where a finding fails the run, else 0."""
    if result.errors:
        return 2
    return int(not exit_zero and any(map(result.fails, result.findings)))


def without_known(result: Result, file: str, rules: Sequence[str]) -> Result:
    """Leave out the findings that a baseline knows, and say which of those are fixed.

    ``rules`` are those of this run. Raises ``BaselineError``.
    """
    from svclint.settings.baseline import compared, read_baseline  # noqa: PLC0415 - only with --baseline
    from svclint.source.paths import real_path  # noqa: PLC0415

    files = {each if each.startswith("<") else real_path(each) for each in result.files}

    def was_judged(path: str, rule: str) -> bool:
        own = path if path.startswith("<") else real_path(os.path.normpath(path))
        return own in files and rule in rules

    folder = os.path.dirname(os.path.abspath(file))
    new, stale = compared(_faults(result.findings), read_baseline(file), folder, was_judged)
    notes = [finding for finding in result.findings if finding.rule in PASSED_OVER]
    if stale:
        named = [f"{each.rule} of {each.object} in {each.file}" for each in stale[:_NAMED_STALE]]
        if len(stale) > _NAMED_STALE:
            named.append(f"{len(stale) - _NAMED_STALE} more")
        total = count(sum(each.times for each in stale), "known finding")
        say_notes([f"{total} of {file} fixed, write it anew: {'; '.join(named)}"])
    return result._replace(findings=[*new, *notes], stale=stale)


def new_findings(findings: Sequence[Finding], file: str) -> list[Finding]:
    """Give the findings that a baseline does not know. Raises ``BaselineError``."""
    from svclint.settings.baseline import compared, read_baseline  # noqa: PLC0415 - only with --baseline

    folder = os.path.dirname(os.path.abspath(file))
    return compared(findings, read_baseline(file), folder, lambda _file, _rule: False)[0]


def _faults(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.rule not in PASSED_OVER]


_OPTIONS = (
    click.option(
        "--fail-on",
        type=click.Choice([*(str(severity) for severity in reversed(Severity)), _NEVER]),
        default="error",
        metavar="SEVERITY",
        help="error (default), warning, info or never.",
    ),
    click.option(
        "--exit-zero",
        is_flag=True,
        help="Never 1; still 2 for what could not be checked.",
    ),
    click.option(
        "--baseline", metavar="FILE", help="Pass what this file of svclint baseline knows."
    ),
)
_NARROWING = (
    click.option(
        "--changed-since",
        metavar="REV",
        help="Only what changed since REV, and what that breaks.",
    ),
    click.option(
        "--among",
        multiple=True,
        metavar="PATH",
        help="Read it for references; report there only what the named files bring about.",
    ),
)
