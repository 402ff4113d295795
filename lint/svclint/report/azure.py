"""``--format azure``: logging commands that Azure Pipelines shows as errors and warnings.

Sources: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands (LogIssue, and
the formats for reserved characters), and the parser of the agent, Command.cs in
https://github.com/microsoft/azure-pipelines-agent.
"""

from __future__ import annotations

from svclint.model import Finding, Severity
from svclint.report.repository_path import repository_path
from svclint.report.result import Result
from svclint.report.safe import safe
from svclint.report.source import source_text

_ESCAPES = {"%": "%AZP25", "\r": "%0D", "\n": "%0A", "]": "%5D", ";": "%3B"}


def render(result: Result) -> str:
    """Return a command for each finding and for each file that could not be checked."""
    lines = [_finding(finding) for finding in result.listed]
    for error in result.errors:
        path = repository_path(error.file) if error.file else ""
        lines.append(_command("error", {"sourcepath": path}, error.message))
    return "".join(f"{line}\n" for line in lines)


def _finding(finding: Finding) -> str:
    place = finding.location
    properties = {
        "sourcepath": repository_path(place.file),
        "linenumber": str(place.line),
        "columnnumber": str(place.column),
        "code": finding.rule,
    }
    # Azure Pipelines has two types only; a note must not look like a failure.
    kind = "error" if finding.severity is Severity.ERROR else "warning"
    return _command(
        kind,
        properties,
        "; ".join(filter(None, (finding.message, source_text(finding), finding.remedy))),
    )


def _command(kind: str, properties: dict[str, str], message: str) -> str:
    fields = "".join(f"{name}={_escaped(text)};" for name, text in properties.items() if text)
    return f"##vso[task.logissue type={kind};{fields}]{_escaped(message)}"


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in safe(text))
