"""``check``: what the API server would reject or warn about, and what cannot work in a cluster."""

from __future__ import annotations

import os
from collections.abc import Sequence

from svclint.app.applying import notes_on_apply, require_live
from svclint.app.buffer import buffer_outcome, require_buffer
from svclint.app.check_run import CheckRun
from svclint.app.context import prepare
from svclint.app.errors import RequestError
from svclint.app.facts import FactsFinder
from svclint.app.outcome import Outcome
from svclint.app.progress import Progress, no_progress
from svclint.app.requests import CheckRequest
from svclint.app.results import CheckResult, Fixes
from svclint.app.run_settings import threshold, with_run_settings, without_effect
from svclint.model import Finding, Severity
from svclint.model.time_limit import time_limit
from svclint.report.result import is_skipped
from svclint.source.checkout import is_inside, tree_of
from svclint.source.files import STDIN, ReadError


def check(request: CheckRequest, progress: Progress = no_progress) -> CheckResult:
    """Check the Services in files, folders, rendered charts and kustomizations.

    Files are changed only if the request asks for fixes. Raises ``SvclintError`` for a request,
    configuration, snapshot or cluster that cannot be used; a file that cannot be read is one of
    the result's ``errors``.
    """
    with time_limit(request.timeout):
        return _check(request, progress)


def _check(request: CheckRequest, progress: Progress) -> CheckResult:
    _require_outside_of_tree(request)
    if request.stdin_filename:
        require_buffer(request)
    require_live(request)
    context = prepare(request, progress)
    check_run = CheckRun(with_run_settings(request, context.given), context, progress)
    outcome = buffer_outcome(check_run) if request.stdin_filename else check_run.outcome()
    if not request.fix and not any(finding.fix for finding in outcome.findings):
        return _result(check_run, outcome)
    from svclint.app.fixing import fix, with_proposals  # noqa: PLC0415 - reads YAML by libyaml

    fixes = None
    if request.fix:
        outcome, fixes = fix(check_run, outcome)
    return with_proposals(_result(check_run, outcome, fixes), progress, request.stdin_filename)


def _require_outside_of_tree(request: CheckRequest) -> None:
    """Raise ``RequestError`` if the tree itself says which findings of it are known."""
    if not request.isolated or not request.baseline:
        return
    places = {os.path.dirname(os.path.realpath(request.baseline))}
    places.add(os.path.realpath(os.path.dirname(request.baseline) or os.curdir))
    trees = {
        tree_of(os.path.dirname(os.path.join(path, ""))) for path in (os.curdir, *request.paths)
    }
    if any(tree and is_inside(place, tree) for tree in trees for place in places):
        raise RequestError(f"--isolated uses no baseline of the tree: {request.baseline} is in it")


def _nothing_checked(request: CheckRequest, outcome: Outcome) -> list[ReadError]:
    if (
        not request.isolated
        or request.among
        or request.changed_since
        or any(outcome.files.values())
    ):
        return []
    message = "nothing was checked: no Service or other object that svclint knows was found"
    return [ReadError("", f"{message}, which is an error with --isolated")]


def _result(check_run: CheckRun, outcome: Outcome, fixes: Fixes | None = None) -> CheckResult:
    request = check_run.request
    findings = outcome.findings
    if not request.among and not request.changed_since:
        findings = _with_named_files(findings, request.paths)
    findings = _strict(findings, check_run)
    more_notes = (
        *without_effect(outcome.files, check_run.context.given),
        *notes_on_apply(request, check_run.context.live),
    )
    result = CheckResult(
        findings=tuple(findings),
        errors=(*outcome.errors, *_nothing_checked(request, outcome)),
        files=outcome.files,
        suppressed=tuple(outcome.suppressed),
        fixes=fixes,
        notes=(*check_run.context.notes, *dict.fromkeys(check_run.notes), *more_notes),
        unrendered=tuple(outcome.unrendered),
        left_out=tuple(check_run.left_out),
        baseline=request.baseline,
        fails_from=threshold(request.fail_on),
    )
    if request.baseline:
        from svclint.app.baseline import without_baseline_findings  # noqa: PLC0415 - loads all rules

        result = without_baseline_findings(result, check_run)
    return result._replace(findings=tuple(_worst_first(result)))


def _worst_first(result: CheckResult) -> list[Finding]:
    """Return the findings by file, in the order in which files are read, then by severity."""
    numbers = {file: number for number, file in enumerate(result.files)}

    def order(finding: Finding) -> tuple[int, str, int, int, int]:
        file, line, column = finding.location
        return numbers.get(file, len(numbers)), file, -finding.severity, line, column

    return sorted(result.findings, key=order)


def _strict(findings: Sequence[Finding], check_run: CheckRun) -> list[Finding]:
    """Return findings, with errors for what may be elsewhere if references are strict."""
    facts_for = FactsFinder(check_run.context.given)

    return [
        each._replace(severity=Severity.ERROR)
        if each.is_elsewhere and facts_for(each.location.file).is_strict
        else each
        for each in findings
    ]


def _with_named_files(findings: Sequence[Finding], paths: Sequence[str]) -> list[Finding]:
    """Return the findings, with errors for files that were named and are not manifests.

    In a folder or a pattern, such files are expected.
    """
    named = {"<stdin>" if path == STDIN else path for path in paths}
    return [
        each._replace(severity=Severity.ERROR)
        if each.location.file in named and is_skipped(each)
        else each
        for each in findings
    ]
