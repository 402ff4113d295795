"""``--format junit``: JUnit XML, the format of test results for CI servers.

One suite per file, one case per finding, which fails if the finding fails the run, and a passed
case for a file without findings. Source: https://github.com/testmoapp/junitxml.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from svclint.model import Finding
from svclint.report.repository_path import repository_path
from svclint.report.result import Result
from svclint.report.source import source_text
from svclint.report.xml import element, text
from svclint.source.files import ReadError


def render(result: Result) -> str:
    """Return one suite for each file, including those that could not be read."""
    findings: dict[str, list[Finding]] = {file: [] for file in result.files}
    for finding in result.listed:
        findings.setdefault(finding.location.file, []).append(finding)
    errors: dict[str, list[ReadError]] = defaultdict(list)
    for error in result.errors:
        errors[error.file].append(error)
    files = dict.fromkeys((*findings, *errors))
    suites = [_suite(file, findings.get(file, ()), errors[file], result) for file in files]
    totals = _totals(result.listed, result.errors, result)
    cases = sum(max(len(findings.get(file, ())) + len(errors[file]), 1) for file in files)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="svclint" tests="{cases}" {totals}>',
        *suites,
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _suite(
    file: str, findings: Sequence[Finding], errors: Sequence[ReadError], result: Result
) -> str:
    name = repository_path(file) if file else "svclint"
    cases = [_case(finding, name, result) for finding in findings]
    for error in errors:
        failure = element("error", message=error.message, type="unchecked")
        cases.append(element("testcase", failure, name="readable", classname=name, file=name))
    if not cases:
        cases.append(element("testcase", name="no finding", classname=name, file=name))
    head = f'<testsuite name="{text(name)}" tests="{len(cases)}"'
    return "\n".join((f"{head} {_totals(findings, errors, result)}>", *cases, "</testsuite>"))


def _totals(findings: Sequence[Finding], errors: Sequence[ReadError], result: Result) -> str:
    failures = sum(map(result.fails, findings))
    return f'failures="{failures}" errors="{len(errors)}" skipped="0"'


def _case(finding: Finding, file: str, result: Result) -> str:
    place = finding.location
    line = f"{file}:{place.line}:{place.column}: {finding.severity}: {finding.message}"
    for more in filter(None, (source_text(finding), finding.remedy)):
        line += f"; {more}"
    if result.fails(finding):
        output = element("failure", text(line), message=finding.message, type=finding.severity)
    else:
        output = element("system-out", text(line))
    where = f"{finding.object} {finding.field}".strip()
    name = f"{finding.rule}: {where} (line {place.line}:{place.column})"
    return element("testcase", output, name=name, classname=file, file=file, line=place.line)
