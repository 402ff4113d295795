"""Diagnostics: findings at the text that they are about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lsprotocol import types

from svclint.lsp.text import Text
from svclint.model import Finding, Location, Severity
from svclint.rule.registry import UnknownRuleError, rule_named

SOURCE = "svclint"
SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
# A quoted text, or what stands before a comment, the end of a key, or the next entry.
_TOKEN = re.compile(
    r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|(?:[^\s,\[\]{}:]|:(?!\s|$)|[ ](?![#\s]))+"
)


def diagnostic(
    finding: Finding, text: Text, place_of: Callable[[Location], types.Location]
) -> types.Diagnostic:
    """Return the diagnostic of a finding; ``place_of`` converts places in other files."""
    related = [
        types.DiagnosticRelatedInformation(place_of(each), "the other half")
        for each in finding.related
    ]
    message = f"{finding.message}\n{finding.remedy}" if finding.remedy else finding.message
    return types.Diagnostic(
        range=span_of(finding.location, text),
        message=message,
        severity=SEVERITIES[finding.severity],
        code=finding.rule,
        source=SOURCE,
        tags=[types.DiagnosticTag.Deprecated] if _is_deprecation(finding) else None,
        related_information=related or None,
    )


def diagnostics(
    findings: Iterable[Finding], text: Text, place_of: Callable[[Location], types.Location]
) -> list[types.Diagnostic]:
    """Return the diagnostics of the findings in one file."""
    return [diagnostic(each, text, place_of) for each in findings]


def span_of(location: Location, text: Text) -> types.Range:
    """Return the range of the word or value that begins at a place."""
    line, column = location.line - 1, location.column - 1
    written = text.lines[line] if line < len(text.lines) else ""
    found = _TOKEN.match(written, column)
    end = found.end() if found else min(column + 1, len(written))
    return text.span((line, column), (line, max(end, column)))


def _is_deprecation(finding: Finding) -> bool:
    try:
        return "deprecated" in rule_named(finding.rule).name
    except UnknownRuleError:
        return False
