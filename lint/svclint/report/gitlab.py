"""GitLab's code quality report: a JSON list, whose fingerprints tell new findings from old ones.

Source: https://docs.gitlab.com/ci/testing/code_quality/ (the report's format).
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

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(result: Result) -> str:
    """Write all findings, and a blocker for each file that could not be checked."""
    seen: Counter[str] = Counter()
    issues = [_issue(finding, seen) for finding in result.shown]
    for error in result.errors:
        path = repository_path(error.file) if error.file else "."
        mark = sha256(f"{path}\0{error.message}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        where = {"path": safe(path), "lines": {"begin": 1}}
        issues.append(
            {
                "description": safe(error.message),
                "check_name": "svclint/unchecked",
                "fingerprint": mark,
                "severity": "blocker",
                "location": where,
            }
        )
    return json_text(issues)


def _issue(finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    path = repository_path(finding.location.file)
    said = ": ".join(words for words in (finding.message, finding.remedy) if words)
    # Of two issues with one fingerprint, GitLab shows only the first.
    mark = f"{path}\0{fingerprint(finding)}"
    seen[mark] += 1
    unique = f"{mark}\0{seen[mark]}".encode("utf-8", "surrogatepass")
    return {
        "description": safe(said),
        "check_name": f"svclint/{finding.rule}",
        "fingerprint": sha256(unique).hexdigest()[:32],
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": safe(path), "lines": {"begin": finding.location.line}},
    }
