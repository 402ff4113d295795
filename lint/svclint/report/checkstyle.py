"""``--format checkstyle``: Checkstyle XML, for CI servers and code review tools.

Source: the XMLLogger of https://github.com/checkstyle/checkstyle.
"""

from __future__ import annotations

from collections import defaultdict

from svclint.report.repository_path import repository_path
from svclint.report.result import Result
from svclint.report.source import source_text
from svclint.report.xml import element, text


def render(result: Result) -> str:
    """Return one element per file with its findings."""
    by_file: dict[str, list[str]] = defaultdict(list)
    for finding in result.listed:
        message = ": ".join(filter(None, (finding.message, source_text(finding), finding.remedy)))
        by_file[finding.location.file].append(
            element(
                "error",
                line=finding.location.line,
                column=finding.location.column,
                severity=finding.severity,
                message=message,
                source=".".join(filter(None, ("svclint", finding.group, finding.rule))),
            )
        )
    for error in result.errors:
        by_file[error.file].append(
            element(
                "error", line=1, severity="error", message=error.message, source="svclint.unchecked"
            )
        )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<checkstyle version="4.3">']
    for file, elements in by_file.items():
        name = repository_path(file) if file else "svclint"
        lines += [f'<file name="{text(name)}">', *elements, "</file>"]
    return "\n".join((*lines, "</checkstyle>")) + "\n"
