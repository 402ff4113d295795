"""What people read: each finding with its line of the file, the remedy, and a summary."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from svclint.model import Finding, Severity
from svclint.report.safe import safe

_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.INFO: "36;1"}
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# Notes on whole files are told in one line each, or only counted.
_NAMED = ("templated-file", "kustomize-patch")
_COUNTED = "no-object"
_WIDTH = 160
_Paint = Callable[[str, str], str]


class Counts(NamedTuple):
    """How much a run read, and what it could not."""

    files: int
    services: int
    unread: int


def render_text(findings: Sequence[Finding], counts: Counts, *, colour: bool, verbose: bool) -> str:
    """Write findings and a summary; escape codes only with ``colour``."""
    paint = _painted if colour else _plain
    lines: list[str] = []
    for finding in findings:
        if finding.rule in _NAMED or (finding.rule == _COUNTED and not verbose):
            continue
        lines += _finding(finding, paint)
    for finding in findings:
        if finding.rule in _NAMED:
            where = f"{safe(finding.location.file)}:{finding.location.line}"
            lines.append(
                f"{where}: {paint('note', '36;1')}: {safe(finding.message)}; {finding.remedy}"
            )
    lines.append(_summary(findings, counts, verbose=verbose))
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, paint: _Paint) -> list[str]:
    place = finding.location
    word = paint(_WORDS[finding.severity], _COLOURS[finding.severity])
    where = paint(f"{safe(place.file)}:{place.line}:{place.column}", "1")
    lines = [f"{where}: {word}: {safe(finding.message)} [{finding.rule}]"]
    margin = " " * len(str(place.line))
    if finding.excerpt.strip():
        lines += _frame(finding, margin, paint)
    if finding.remedy:
        lines.append(f"  {margin} {paint('=', '34;1')} {safe(finding.remedy)}")
    lines.append("")
    return lines


def _frame(finding: Finding, margin: str, paint: _Paint) -> list[str]:
    place, bar = finding.location, paint("|", "34;1")
    text = finding.excerpt.replace("\t", " ")
    column, start = place.column - 1, 0
    if len(text) > _WIDTH:
        start = max(0, min(column - _WIDTH // 2, len(text) - _WIDTH))
        text = text[start : start + _WIDTH]
    before, rest = text[: column - start], text[column - start :]
    caret = "^" * max(_width(safe(rest[: _length(rest)])), 1)
    return [
        f"  {paint(str(place.line), '34;1')} {bar} {safe(before)}{safe(rest)}",
        f"  {margin} {bar} {' ' * _width(safe(before))}{paint(caret, _COLOURS[finding.severity])}",
    ]


def _length(rest: str) -> int:
    """Say how many characters the word or quoted text at the beginning has."""
    if rest[:1] in ('"', "'"):
        end = rest.find(rest[0], 1)
        return end + 1 if end > 0 else len(rest)
    for end, character in enumerate(rest):
        if character in " ,]}" or (character == ":" and rest[end + 1 : end + 2] in ("", " ")):
            return end
    return len(rest)


def _summary(findings: Sequence[Finding], counts: Counts, *, verbose: bool) -> str:
    found = dict.fromkeys((Severity.ERROR, Severity.WARNING, Severity.INFO), 0)
    without = 0
    for finding in findings:
        if finding.rule == _COUNTED:
            without += 1
        elif finding.rule not in _NAMED:
            found[finding.severity] += 1
    parts = [_count(number, _WORDS[severity]) for severity, number in found.items() if number]
    if counts.unread:
        parts.append(f"{counts.unread} could not be checked")
    said = ", ".join(parts) or "nothing wrong"
    files = _count(counts.files, "file")
    tail = ""
    if without and not verbose:
        tail = (
            f" ({_count(without, 'text')} without a Kubernetes object passed over; -v names them)"
        )
    if not counts.services:
        return f"No Service found in {files}: {said}{tail}"
    return f"Checked {_count(counts.services, 'Service')} in {files}: {said}{tail}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in ("W", "F") for character in text)
    marks = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - marks


def _plain(text: str, _codes: str) -> str:
    return text


def _painted(text: str, codes: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m"
