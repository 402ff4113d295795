"""What people read: each finding with its line of the file, the remedy, and a summary."""

from __future__ import annotations

from collections.abc import Callable

from svclint.model import Finding, Severity
from svclint.report.repository_path import length_at
from svclint.report.result import (
    COUNTED,
    NAMED,
    Result,
    count,
    fixed_words,
    per_rule,
    per_severity,
)
from svclint.report.safe import safe, safe_file

_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.INFO: "36;1"}
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_WIDTH = 160
Paint = Callable[[str, str], str]


def render(result: Result) -> str:
    """Write findings and a summary; escape codes only with ``colour``."""
    paint = painter(colour=result.colour)
    lines: list[str] = []
    for finding in result.findings:
        if finding.rule in NAMED or (finding.rule == COUNTED and not result.verbose):
            continue
        lines += finding_lines(finding, paint, _option(finding, result))
    if not result.quiet:
        lines += _passed_over(result, paint)
    if result.statistics:
        lines += _statistics(result, paint)
    if not result.quiet:
        if result.fixed:
            lines.append(f"Fixed {fixed_words(result.fixed)}")
        lines.append(_summary(result))
    return "\n".join(lines) + "\n" if lines else ""


def painter(*, colour: bool) -> Paint:
    """Give the function that puts a text into a colour, or leaves it as it is."""
    return _painted if colour else _plain


def finding_lines(finding: Finding, paint: Paint, option: str = "") -> list[str]:
    """Write a finding with its line of the file and the remedy; a note in one line.

    ``option`` is what fixes it.
    """
    place = finding.location
    word = paint(_WORDS[finding.severity], _COLOURS[finding.severity])
    where = paint(f"{safe_file(place.file)}:{place.line}:{place.column}", "1")
    lines = [f"{where}: {word}: {safe(finding.message)} [{finding.rule}]"]
    if finding.severity == Severity.INFO:
        # A note needs no action: one line, or a run on one file of many drowns in them.
        return [*lines, ""]
    margin = " " * len(str(place.line))
    if finding.excerpt.strip():
        lines += _frame(finding, margin, paint)
    if finding.remedy:
        said = f"{safe(finding.remedy)} ({option})" if option else safe(finding.remedy)
        lines.append(f"  {margin} {paint('=', '34;1')} {said}")
    lines.append("")
    return lines


def _frame(finding: Finding, margin: str, paint: Paint) -> list[str]:
    place, bar = finding.location, paint("|", "34;1")
    text = finding.excerpt.replace("\t", " ")
    column, start = place.column - 1, 0
    if len(text) > _WIDTH:
        start = max(0, min(column - _WIDTH // 2, len(text) - _WIDTH))
        text = text[start : start + _WIDTH]
    before, rest = text[: column - start], text[column - start :]
    caret = "^" * max(_width(safe(rest[: length_at(rest)])), 1)
    return [
        f"  {paint(str(place.line), '34;1')} {bar} {safe(before + rest)}",
        f"  {margin} {bar} {' ' * _width(safe(before))}{paint(caret, _COLOURS[finding.severity])}",
    ]


def _passed_over(result: Result, paint: Paint) -> list[str]:
    """Tell of notes on whole files in one line each."""
    return [
        f"{safe_file(finding.location.file)}:{finding.location.line}: "
        f"{paint('note', _COLOURS[Severity.INFO])}: {safe(finding.message)}; {finding.remedy}"
        for finding in result.findings
        if finding.rule in NAMED
    ]


def _statistics(result: Result, paint: Paint) -> list[str]:
    rows = per_rule(result.shown)
    if not rows:
        return []
    width = len(str(rows[0][1]))
    lines = [
        f"{number:>{width}}  {paint(f'{_WORDS[severity]:<7}', _COLOURS[severity])}  {rule}"
        for rule, number, severity in rows
    ]
    return lines if result.quiet else [*lines, ""]


def _option(finding: Finding, result: Result) -> str:
    proposal = result.proposals.get(finding) if finding.fix else None
    if proposal is None:
        return ""
    return "--fix" if proposal.is_safe else "--unsafe-fixes"


def _fixable(result: Result) -> str:
    """Say how many findings can be fixed."""
    options = [_option(finding, result) for finding in result.findings]
    safe_ones, others = options.count("--fix"), options.count("--unsafe-fixes")
    words = f"; {safe_ones} can be fixed with --fix" if safe_ones else ""
    if others:
        more = f"{others} more" if safe_ones else f"{others} can be fixed"
        words += f"{',' if safe_ones else ';'} {more} with --fix --unsafe-fixes"
    return words


def _summary(result: Result) -> str:
    faults = [each for each in result.findings if each.rule not in (*NAMED, COUNTED)]
    parts = [count(number, _WORDS[worst]) for worst, number in per_severity(faults).items()]
    if result.suppressed:
        parts.append(f"{len(result.suppressed)} suppressed")
    if result.errors:
        parts.append(f"{len(result.errors)} could not be checked")
    said = (", ".join(parts) or "nothing wrong") + _fixable(result)
    files = count(len(result.files), "file")
    without = sum(finding.rule == COUNTED for finding in result.findings)
    tail = ""
    if without and not result.verbose:
        tail = f" ({count(without, 'text')} without a Kubernetes object passed over; -v names them)"
    if not result.services:
        return f"No Service found in {files}: {said}{tail}"
    return f"Checked {count(result.services, 'Service')} in {files}: {said}{tail}"


def _width(text: str) -> int:
    import unicodedata  # noqa: PLC0415 - not where nothing is wrong

    wide = sum(unicodedata.east_asian_width(character) in ("W", "F") for character in text)
    marks = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - marks


def _plain(text: str, _codes: str) -> str:
    return text


def _painted(text: str, codes: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m"
