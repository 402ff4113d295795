"""``--format text``: each finding with its line of the file and its remedy, and a summary."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable

from svclint.model import Finding, Severity
from svclint.report.columns import word_length
from svclint.report.result import (
    LISTED_RULE,
    Result,
    counts_by_rule,
    describe_fixed,
    is_skipped,
    listed,
)
from svclint.report.safe import safe, safe_file
from svclint.report.source import source_text
from svclint.report.summary import LABELS, fix_option, summary

COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36;1"}
_WIDTH = 160
Paint = Callable[[str, str], str]


def render(result: Result) -> str:
    """Return findings and a summary, with escape codes only if ``colour``."""
    paint = painter(colour=result.colour)
    lines: list[str] = []
    for finding in listed(result.findings):
        if is_skipped(finding) and not (result.verbose and finding.rule != LISTED_RULE):
            continue
        lines += finding_lines(finding, paint, fix_option(finding, result))
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
    """Return a finding with its line of the file and the remedy; a note without its line.

    ``option`` is the command-line option that fixes it.
    """
    lines = [finding_line(finding, paint)]
    margin = ""
    # A run may have many notes.
    if finding.severity != Severity.NOTE and finding.excerpt.strip():
        margin = " " * (len(str(finding.location.line)) + 1)
        lines += _frame(finding, margin, paint)
    remedy = f"{safe(finding.remedy)} ({option})" if option else safe(finding.remedy)
    texts = filter(None, (safe(source_text(finding)), remedy))
    return [*lines, *(f"  {margin}{paint('=', '34;1')} {text}" for text in texts), ""]


def finding_line(finding: Finding, paint: Paint) -> str:
    """Return a finding in one line: its place, severity, message and rule."""
    place = finding.location
    label = paint(LABELS[finding.severity], COLOURS[finding.severity])
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
        f"  {margin}{bar} {' ' * _width(safe(before))}{paint(caret, COLOURS[finding.severity])}",
    ]


def _skipped(result: Result, paint: Paint) -> list[str]:
    """Return one line for each folder with templates of a kind, or for each of them."""
    by_folder: dict[tuple[str, str, str], list[Finding]] = {}
    for each in result.findings:
        if is_skipped(each) and each.rule == LISTED_RULE:
            folder = each.location.file if result.verbose else os.path.dirname(each.location.file)
            by_folder.setdefault((folder, each.message, each.remedy), []).append(each)
    note = paint("note", COLOURS[Severity.NOTE])
    lines: list[str] = []
    for (folder, message, remedy), found in by_folder.items():
        place = found[0].location
        where, text = f"{safe_file(place.file)}:{place.line}", safe(message)
        if len(found) > 1:
            where = safe_file(folder or os.curdir)
            for what in ("file", "document"):
                text = text.replace(f"this {what} is", f"each of {len(found)} {what}s is", 1)
        lines.append(f"{where}: {note}: {text}; {safe(remedy)}")
    return lines


def _statistics(result: Result, paint: Paint) -> list[str]:
    rows = counts_by_rule(result.shown)
    if not rows:
        return []
    width = len(str(rows[0][1]))
    lines = [
        f"{number:>{width}}  {paint(f'{LABELS[severity]:<7}', COLOURS[severity])}  {rule}"
        for rule, number, severity in rows
    ]
    return lines if result.quiet else [*lines, ""]


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in ("W", "F") for character in text)
    marks = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - marks


def _unpainted(text: str, _codes: str) -> str:
    return text


def _painted(text: str, codes: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m"
