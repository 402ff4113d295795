"""``--format rdjson``: the Reviewdog Diagnostic Format, which becomes comments of a code review.

Source: proto/rdf/reviewdog.proto in https://github.com/reviewdog/reviewdog. Columns count bytes of
UTF-8 from 1; the end of a range is exclusive.
"""

from __future__ import annotations

from typing import Any

from svclint.model import Finding, Severity
from svclint.report.columns import end_column
from svclint.report.json import json_text
from svclint.report.repository_path import repository_path
from svclint.report.result import Result
from svclint.report.safe import safe
from svclint.report.source import source_text
from svclint.rule.site import url_of

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render(result: Result) -> str:
    """Return a diagnostic for each finding and for each file that could not be checked."""
    diagnostics = [_finding(finding, result) for finding in result.listed]
    for error in result.errors:
        path = repository_path(error.file) if error.file else "."
        diagnostics.append(
            {
                "message": safe(error.message),
                "location": {"path": safe(path)},
                "severity": "ERROR",
                "code": {"value": "unchecked"},
            }
        )
    return json_text({"source": {"name": "svclint"}, "diagnostics": diagnostics})


def _finding(finding: Finding, result: Result) -> dict[str, Any]:
    place = finding.location
    texts = finding.message, source_text(finding), finding.remedy
    message = "\n".join(map(safe, filter(None, texts)))
    diagnostic: dict[str, Any] = {
        "message": message,
        "location": {
            "path": safe(repository_path(place.file)),
            "range": _range(finding, place.column, end_column(finding)),
        },
        "severity": _SEVERITIES[finding.severity],
        "code": _code(finding.rule),
    }
    suggestion = _suggestion(finding, result)
    if suggestion is not None:
        diagnostic["suggestions"] = [suggestion]
    return diagnostic


def _code(rule: str) -> dict[str, str]:
    url = url_of(rule)
    return {"value": rule, "url": url} if url else {"value": rule}


def _suggestion(finding: Finding, result: Result) -> dict[str, Any] | None:
    """Return a safe fix that is one edit within the line of the finding."""
    proposal = result.proposals.get(finding)
    if proposal is None or not proposal.is_safe or len(proposal.replacements) != 1:
        return None
    (edit,) = proposal.replacements
    # The bytes before a column are only known for the line of the finding.
    if edit.start[0] != finding.location.line or edit.end[0] != finding.location.line:
        return None
    return {"range": _range(finding, edit.start[1], edit.end[1]), "text": edit.text}


def _range(finding: Finding, start: int, end: int) -> dict[str, Any]:
    line = finding.location.line
    return {
        "start": {"line": line, "column": _byte_column(finding.excerpt, start)},
        "end": {"line": line, "column": _byte_column(finding.excerpt, end)},
    }


def _byte_column(text: str, column: int) -> int:
    """Return a column in bytes of UTF-8; one for each character that the text does not have."""
    before = text[: column - 1]
    return column - len(before) + len(before.encode("utf-8", "replace"))
