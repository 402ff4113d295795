"""``--format text``: each finding with its line of the file and its remedy, and a summary."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Callable

from svclint.model import Finding, Severity
from svclint.report.columns import word_length
from svclint.report.result import (
    LISTED_RULE,
    Result,
    count,
    counts_by_rule,
    counts_by_severity,
    describe_fixed,
    describe_objects,
    is_skipped,
)
from svclint.report.safe import safe, safe_file

_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.INFO: "36;1"}
_LABELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_WIDTH = 160
Paint = Callable[[str, str], str]


def render(result: Result) -> str:
    """Return findings and a summary, with escape codes only if ``colour``."""
    paint = painter(colour=result.colour)
    lines: list[str] = []
    for finding in result.findings:
        if is_skipped(finding) and not (result.verbose and finding.rule != LISTED_RULE):
            continue
        lines += finding_lines(finding, paint, _option(finding, result))
    if not result.quiet:
        lines += _skipped(result, paint)
    if result.statistics:
        lines += _statistics(result, paint)
    if not result.quiet:
        if result.fixed:
            lines.append(f"Fixed {describe_fixed(result.fixed)}")
        lines.append(summary(result))
    return "\n".join(lines) + "\n" if lines else ""


def painter(*, colour: bool) -> Paint:
    """Return a function that colours a text, or returns it unchanged."""
    return _painted if colour else _unpainted


def finding_lines(finding: Finding, paint: Paint, option: str = "") -> list[str]:
    """Return a finding with its line of the file and the remedy; a note in one line.

    ``option`` is the command-line option that fixes it.
    """
    lines = [finding_line(finding, paint)]
    if finding.severity == Severity.INFO:
        # A note needs no action, and a run may have many.
        return [*lines, ""]
    margin = " " * len(str(finding.location.line))
    if finding.excerpt.strip():
        lines += _frame(finding, margin, paint)
    if finding.remedy:
        remedy = f"{safe(finding.remedy)} ({option})" if option else safe(finding.remedy)
        lines.append(f"  {margin} {paint('=', '34;1')} {remedy}")
    lines.append("")
    return lines


def finding_line(finding: Finding, paint: Paint) -> str:
    """Return a finding in one line: its place, severity, message and rule."""
    place = finding.location
    label = paint(_LABELS[finding.severity], _COLOURS[finding.severity])
    where = paint(f"{safe_file(place.file)}:{place.line}:{place.column}", "1")
    return f"{where}: {label}: {safe(finding.message)} [{finding.rule}]"


def _frame(finding: Finding, margin: str, paint: Paint) -> list[str]:
    place, bar = finding.location, paint("|", "34;1")
    text = finding.excerpt.replace("\t", " ")
    column, start = place.column - 1, 0
    if len(text) > _WIDTH:
        start = max(0, min(column - _WIDTH // 2, len(text) - _WIDTH))
        text = text[start : start + _WIDTH]
    before, rest = text[: column - start], text[column - start :]
    caret = "^" * max(_width(safe(rest[: word_length(rest)])), 1)
    return [
        f"  {paint(str(place.line), '34;1')} {bar} {safe(before + rest)}",
        f"  {margin} {bar} {' ' * _width(safe(before))}{paint(caret, _COLOURS[finding.severity])}",
    ]


def _skipped(result: Result, paint: Paint) -> list[str]:
    """Return one line for each folder with templates of a kind, or for each of them."""
    by_folder: dict[tuple[str, str, str], list[Finding]] = {}
    for each in result.findings:
        if is_skipped(each) and each.rule == LISTED_RULE:
            folder = each.location.file if result.verbose else os.path.dirname(each.location.file)
            by_folder.setdefault((folder, each.message, each.remedy), []).append(each)
    note = paint("note", _COLOURS[Severity.INFO])
    lines: list[str] = []
    for (folder, message, remedy), found in by_folder.items():
        place = found[0].location
        where, text = f"{safe_file(place.file)}:{place.line}", safe(message)
        if len(found) > 1:
            where = safe_file(folder or os.curdir)
            text = text.replace("this file is", f"each of {len(found)} files is", 1)
        lines.append(f"{where}: {note}: {text}; {safe(remedy)}")
    return lines


def _statistics(result: Result, paint: Paint) -> list[str]:
    rows = counts_by_rule(result.shown)
    if not rows:
        return []
    width = len(str(rows[0][1]))
    lines = [
        f"{number:>{width}}  {paint(f'{_LABELS[severity]:<7}', _COLOURS[severity])}  {rule}"
        for rule, number, severity in rows
    ]
    return lines if result.quiet else [*lines, ""]


def _option(finding: Finding, result: Result) -> str:
    proposal = result.proposals.get(finding) if finding.fix else None
    if proposal is None:
        return ""
    return "--fix" if proposal.is_safe else "--unsafe-fixes"


def _fixable(result: Result) -> str:
    """Return how many findings can be fixed, and with which options."""
    options = [_option(finding, result) for finding in result.findings]
    safe_ones, others = options.count("--fix"), options.count("--unsafe-fixes")
    text = f"; {safe_ones} can be fixed with --fix" if safe_ones else ""
    if others:
        more = f"{others} more" if safe_ones else f"{others} can be fixed"
        text += f"{',' if safe_ones else ';'} {more} with --fix --unsafe-fixes"
    return text


def summary(result: Result) -> str:
    """Return what was checked and how many findings there are."""
    faults = [each for each in result.findings if not is_skipped(each)]
    parts = [count(number, _LABELS[worst]) for worst, number in counts_by_severity(faults).items()]
    if result.suppressed:
        parts.append(f"{len(result.suppressed)} suppressed")
    if result.errors:
        parts.append(f"{len(result.errors)} could not be checked")
    findings = ", ".join(parts) + _fixable(result)
    files = count(len(result.files), "file")
    objects = describe_objects(result.objects)
    tail = _not_run(result) + _not_checked(result)
    if objects:
        return f"Checked {objects} in {files}: {findings or 'nothing wrong'}{tail}"
    if findings:
        return f"No Service found in {files}: {findings}{tail}"
    return f"Nothing was checked: no Service found in {files}{tail}"


def _not_checked(result: Result) -> str:
    """Return how much was skipped, excluded and ignored, and why."""
    skipped = Counter(each.rule for each in result.findings if is_skipped(each))
    text = "".join(
        f"; {count(number, noun)} skipped"
        for rule, noun in _SKIPPED_NOUNS.items()
        if (number := skipped.pop(rule, 0))
    )
    number = sum(skipped.values())
    if number:
        what = "not a Kubernetes object" if number == 1 else "not Kubernetes objects"
        text += f"; {count(number, 'document')} skipped ({what}{_listed(number, result)})"
    for number, verb in ((result.excluded, "excluded"), (result.ignored, "ignored by Git")):
        if number:
            what = "file or folder" if number == 1 else "files or folders"
            listed = _listed(number, result).removeprefix("; ")
            text += f"; {number} {what} {verb}{listed and f' ({listed})'}"
    return text


_SKIPPED_NOUNS = {LISTED_RULE: "template", "partial-object": "partial object"}


def _listed(number: int, result: Result) -> str:
    """Return which option lists what is not checked, unless it is given."""
    return "" if result.verbose else f"; -v lists {'it' if number == 1 else 'them'}"


def _not_run(result: Result) -> str:
    """Return how many checks depend on what is wrong, and were not run."""
    number = sum(finding.checks_not_run for finding in result.findings)
    if not number:
        return ""
    verb = "depends on a wrong value and was" if number == 1 else "depend on a wrong value and were"
    return f"; {count(number, 'check')} {verb} not run"


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in ("W", "F") for character in text)
    marks = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - marks


def _unpainted(text: str, _codes: str) -> str:
    return text


def _painted(text: str, codes: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m"
