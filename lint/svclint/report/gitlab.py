"""``--format gitlab``: a code quality report for GitLab, which compares fingerprints.

Source: https://docs.gitlab.com/ci/testing/code_quality/ (report format).
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import Any

from svclint.model import Finding, Severity
from svclint.model.fingerprint import fingerprint
from svclint.report.json import json_text
from svclint.report.repository_path import repository_path
from svclint.report.result import Result
from svclint.report.safe import safe
from svclint.report.source import source_text
from svclint.rule.site import url_of

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(result: Result) -> str:
    """Return all findings, and a blocker for each file that could not be checked."""
    seen: Counter[str] = Counter()
    issues = [_issue(finding, seen) for finding in result.listed]
    for error in result.errors:
        path = repository_path(error.file) if error.file else "."
        identity = _digest(f"{path}\0{error.message}")
        where = {"path": safe(path), "lines": {"begin": 1}}
        issues.append(
            {
                "description": safe(error.message),
                "check_name": "svclint/unchecked",
                "fingerprint": identity,
                "severity": "blocker",
                "location": where,
            }
        )
    return json_text(issues)


def _issue(finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    path = repository_path(finding.location.file)
    text = ": ".join(filter(None, (finding.message, source_text(finding), finding.remedy)))
    # The report has no member for links.
    page = url_of(finding.rule)
    # Of two issues with one fingerprint, GitLab shows only the first.
    identity = f"{path}\0{fingerprint(finding)}"
    seen[identity] += 1
    return {
        "description": f"{safe(text)} [{finding.rule}]{page and f' {page}'}",
        "check_name": f"svclint/{finding.rule}",
        "fingerprint": _digest(f"{identity}\0{seen[identity]}"),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": safe(path), "lines": {"begin": finding.location.line}},
    }


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
