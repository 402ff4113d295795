"""``--format github``: workflow commands that annotate a pull request, one per line.

Sources: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions, and the
runner's parser, src/Runner.Common/ActionCommand.cs in actions/runner.
"""

from __future__ import annotations

from svclint.model import Finding, Severity
from svclint.report.columns import end_column
from svclint.report.repository_path import repository_path
from svclint.report.result import Result
from svclint.report.safe import safe
from svclint.report.source import source_text

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(result: Result) -> str:
    """Return a command for each finding and for each file that could not be checked."""
    lines = [_finding(finding) for finding in result.listed]
    for error in result.errors:
        where = f" file={_property(repository_path(error.file))}" if error.file else ""
        lines.append(f"::error{where}::{_data(error.message)}")
    return "".join(f"{line}\n" for line in lines)


def _finding(finding: Finding) -> str:
    place = finding.location
    properties = {
        "file": repository_path(place.file),
        "line": str(place.line),
        "endLine": str(place.line),
        "col": str(place.column),
        "endColumn": str(end_column(finding) - 1),
        "title": f"svclint: {finding.rule}",
    }
    fields = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = _data(finding.message)
    for text in filter(None, (source_text(finding), finding.remedy)):
        # A line break within the annotation.
        message += "%0A" + _data(text)
    return f"::{_COMMANDS[finding.severity]} {fields}::{message}"


def _data(text: str) -> str:
    """Return the text after the second ``::``, escaped."""
    return safe(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return the value of a property, escaped: a comma or colon would end it."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
