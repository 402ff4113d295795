"""``check``: what the API server would say, from the files alone."""

from __future__ import annotations

from svclint.app.check_run import CheckRun
from svclint.app.context import Progress, no_progress, prepare
from svclint.app.outcome import Outcome
from svclint.app.requests import CheckRequest
from svclint.app.results import CheckResult, Fixes
from svclint.model import Finding, Severity


def check(request: CheckRequest, progress: Progress = no_progress) -> CheckResult:
    """Check the Services in files, folders, rendered charts and kustomizations.

    Files are changed only if the request asks for fixes. Raises ``SvclintError`` for a request,
    configuration, snapshot or cluster that cannot be used; a file that cannot be read is one of
    the result's ``errors``.
    """
    this = CheckRun(request, prepare(request, progress), progress)
    outcome = this.outcome()
    if not request.fix and not any(finding.fix for finding in outcome.findings):
        return _result(this, outcome)
    from svclint.app.fixing import fix, with_proposals  # noqa: PLC0415 - reads YAML by libyaml

    fixes = None
    if request.fix:
        outcome, fixes = fix(this, outcome)
    return with_proposals(_result(this, outcome, fixes))


def _result(this: CheckRun, outcome: Outcome, fixes: Fixes | None = None) -> CheckResult:
    request = this.request
    findings = outcome.findings
    if request.strict_references:
        findings = list(map(_strict, findings))
    result = CheckResult(
        findings=tuple(findings),
        errors=tuple(outcome.errors),
        files=outcome.files,
        suppressed=tuple(outcome.suppressed),
        fixes=fixes,
        notes=(*this.context.notes, *this.notes),
    )
    if request.baseline:
        from svclint.app.known import without_known  # noqa: PLC0415 - loads all rules

        result = without_known(result, this)
    return result


def _strict(finding: Finding) -> Finding:
    return finding._replace(severity=Severity.ERROR) if finding.is_elsewhere else finding
