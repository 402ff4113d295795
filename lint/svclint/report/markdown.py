"""A comment for a pull request, in which no name of a manifest can be markup, link or mention.

Markdown and HTML are kept out by spelling every mark as a character reference, which cannot be
structure (https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references). GitHub and
GitLab look for mentions, references and addresses after that, in the rendered text, but never in
code: so whatever could be one becomes code.
"""

from __future__ import annotations

import re

from svclint.model import Finding, Severity
from svclint.report.repository_path import repository_path
from svclint.report.result import PASSED_OVER, Result, count, per_rule, per_severity
from svclint.report.safe import safe

_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "ℹ️"}
# A comment on GitHub has at most 65,536 characters.
_LIMIT = 60_000
_PLAIN = re.compile(r"[\w .,;:'\"`()\[\]/=?–-]*", re.ASCII)
# Addresses, commits, GH-1 and its like, :emoji:
_LINK = re.compile(r"://|www\.|\b[0-9a-f]{7,}\b|\b[a-z]+-\d|:[\w+-]+:", re.IGNORECASE)


def render(result: Result) -> str:
    """Write a heading, a table of findings with the worst first, and what was not checked."""
    findings = sorted(result.shown, key=lambda finding: -finding.severity)
    lines = [f"### svclint: {_summary(result)}", ""]
    if findings:
        rows = [_row(finding) for finding in findings]
        kept = _fitting(rows)
        lines += ["| | Where | What | Rule |", "|---|---|---|---|", *rows[:kept], ""]
        if kept < len(rows):
            lines += [f"… and {count(len(rows) - kept, 'more finding')}.", ""]
    if result.statistics:
        lines += ["| Rule | Findings |", "|---|---:|"]
        lines += [f"| {_name(rule)} | {number} |" for rule, number, _ in per_rule(findings)]
        lines.append("")
    if result.errors:
        lines += [f"Could not be checked ({len(result.errors)}):", ""]
        lines += [f"- {_code(f'{error.file} {error.message}'.strip())}" for error in result.errors]
        lines.append("")
    if result.stale:
        lines += [
            f"{count(len(result.stale), 'known finding')} fixed: write the baseline anew.",
            "",
        ]
    return "\n".join(lines)


def _summary(result: Result) -> str:
    faults = [finding for finding in result.findings if finding.rule not in PASSED_OVER]
    parts = [count(number, _WORDS[worst]) for worst, number in per_severity(faults).items()]
    if result.errors:
        parts.append(f"{len(result.errors)} could not be checked")
    said = ", ".join(parts) or "nothing wrong"
    services, files = count(result.services, "Service"), count(len(result.files), "file")
    return f"{said} in {services}, {files}"


def _fitting(rows: list[str]) -> int:
    """Say how many rows a comment has room for."""
    room = _LIMIT
    for number, row in enumerate(rows):
        room -= len(row) + 1
        if room < 0:
            return number
    return len(rows)


def _row(finding: Finding) -> str:
    place = finding.location
    where = _code(f"{repository_path(place.file)}:{place.line}")
    what = _words(finding.message)
    if finding.remedy:
        what += f"<br>→ {_words(finding.remedy)}"
    sign = f"{_SIGNS[finding.severity]} {_WORDS[finding.severity]}"
    return f"| {sign} | {where}<br>{_code(str(finding.object))} | {what} | {_name(finding.rule)} |"


def _words(text: str) -> str:
    """Write a text as prose, or as code where some of it could be a mention or a link."""
    shown = safe(text)
    if _PLAIN.fullmatch(shown) and not _LINK.search(shown):
        return _spelt(shown, " -.,;'()/=?")
    return _code(text)


def _name(rule: str) -> str:
    return _code(rule)


def _code(text: str) -> str:
    shown = safe(text)
    return f"<code>{_spelt(shown)}</code>" if shown else ""


def _spelt(text: str, but: str = " -") -> str:
    return "".join(
        one if one.isalnum() or one in but or one > "\x7f" else f"&#{ord(one)};" for one in text
    )
