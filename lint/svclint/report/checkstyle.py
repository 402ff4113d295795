"""Checkstyle's XML, which many a CI server and reviewing tool reads.

Source: the XMLLogger of https://github.com/checkstyle/checkstyle.
"""

from __future__ import annotations

from collections import defaultdict

from svclint.report.repository_path import repository_path
from svclint.report.result import Result
from svclint.report.xml import element, text


def render(result: Result) -> str:
    """Write an element for each file, findings within it."""
    by_file: dict[str, list[str]] = defaultdict(list)
    for finding in result.shown:
        message = ": ".join(words for words in (finding.message, finding.remedy) if words)
        by_file[finding.location.file].append(
            element(
                "error",
                line=finding.location.line,
                column=finding.location.column,
                severity=finding.severity,
                message=message,
                source=".".join(word for word in ("svclint", finding.group, finding.rule) if word),
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
