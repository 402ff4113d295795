"""``--format markdown``: a comment for a pull request.

Text from a manifest must not become markup, a link or a mention. Punctuation is escaped as
character references, which cannot be markup
(https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references). GitHub and GitLab
look for mentions, references and addresses in the rendered text, but not in code: whatever could
be one is written as code.
"""

from __future__ import annotations

import re

from svclint.model import Finding, Severity
from svclint.report.repository_path import repository_path
from svclint.report.result import Result, count, counts_by_rule
from svclint.report.safe import safe
from svclint.report.source import source_text
from svclint.report.summary import LABELS, headline, scope

_SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.NOTE: "ℹ️"}
# A comment on GitHub has at most 65,536 characters.
_LIMIT = 60_000
_PROSE = re.compile(r"[\w .,;:'\"`()\[\]/=?–-]*", re.ASCII)
# Addresses, commits, references such as GH-1, :emoji:
_LINK = re.compile(r"://|www\.|\b[0-9a-f]{7,}\b|\b[a-z]+-\d|:[\w+-]+:", re.IGNORECASE)


def render(result: Result) -> str:
    """Return a heading, a table of findings, worst first, and what could not be checked."""
    findings = sorted(result.shown, key=lambda finding: -finding.severity)
    lines = [f"### svclint: {headline(result)} ({_escaped(scope(result), ' -,;()')})", ""]
    if findings:
        rows = [_row(finding) for finding in findings]
        fitting = _fitting(rows)
        lines += ["| | Where | What | Rule |", "|---|---|---|---|", *rows[:fitting], ""]
        if fitting < len(rows):
            lines += [f"… and {count(len(rows) - fitting, 'more finding')}.", ""]
    if result.statistics:
        lines += ["| Rule | Severity | Findings |", "|---|---|---:|"]
        lines += [
            f"| {_name(rule)} | {LABELS[severity]} | {number} |"
            for rule, number, severity in counts_by_rule(findings)
        ]
        lines.append("")
    if result.errors:
        lines += [f"Could not be checked ({len(result.errors)}):", ""]
        lines += [f"- {_code(f'{error.file} {error.message}'.strip())}" for error in result.errors]
        lines.append("")
    if result.stale:
        lines += [
            f"{_entries(len(result.stale))}; regenerate it with `svclint baseline`.",
            "",
        ]
    return "\n".join(lines)


def _entries(number: int) -> str:
    verb = "occurs" if number == 1 else "occur"
    return f"{number} {'entry' if number == 1 else 'entries'} in the baseline no longer {verb}"


def _fitting(rows: list[str]) -> int:
    """Return how many rows fit into a comment."""
    room = _LIMIT
    for number, row in enumerate(rows):
        room -= len(row) + 1
        if room < 0:
            return number
    return len(rows)


def _row(finding: Finding) -> str:
    place = finding.location
    where = _code(f"{repository_path(place.file)}:{place.line}")
    what = _text(finding.message)
    if finding.source is not None:
        what += f"<br>{_text(source_text(finding))}"
    if finding.remedy:
        what += f"<br>→ {_text(finding.remedy)}"
    sign = f"{_SIGNS[finding.severity]} {LABELS[finding.severity]}"
    return f"| {sign} | {where}<br>{_code(str(finding.object))} | {what} | {_name(finding.rule)} |"


def _text(text: str) -> str:
    """Return a text as prose, or as code if it might contain a mention or a link."""
    shown = safe(text)
    if _PROSE.fullmatch(shown) and not _LINK.search(shown):
        return _escaped(shown, " -.,;'()/=?")
    return _code(text)


def _name(rule: str) -> str:
    return _code(rule)


def _code(text: str) -> str:
    shown = safe(text)
    return f"<code>{_escaped(shown)}</code>" if shown else ""


def _escaped(text: str, allowed: str = " -") -> str:
    return "".join(
        one if one.isalnum() or one in allowed or one > "\x7f" else f"&#{ord(one)};" for one in text
    )
