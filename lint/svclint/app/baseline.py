"""Compare the findings of a run with a baseline of known ones."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence

from svclint.app.check_run import CheckRun
from svclint.app.facts import configs_of
from svclint.app.results import CheckResult
from svclint.app.selection import rule_options
from svclint.model import Finding
from svclint.report.result import is_skipped
from svclint.rule import Rule
from svclint.settings.baseline import compare_with_baseline, read_baseline
from svclint.settings.rule_selection import rules_for_run
from svclint.source.paths import real_path


def without_baseline_findings(result: CheckResult, check_run: CheckRun) -> CheckResult:
    """Remove the findings that the baseline of a check contains, and add its stale entries.

    Raises ``BaselineError``.
    """
    file = check_run.request.baseline
    files = {each if each.startswith("<") else real_path(each) for each in result.files}
    rules = {rule.name for rule in _rules(check_run, result.files)}

    def was_checked(path: str, rule: str) -> bool:
        own = path if path.startswith("<") else real_path(os.path.normpath(path))
        return own in files and rule in rules

    faults = [finding for finding in result.findings if not is_skipped(finding)]
    notes = [finding for finding in result.findings if is_skipped(finding)]
    new, stale = compare_with_baseline(faults, read_baseline(file), _folder(file), was_checked)
    is_new = set(map(id, new))
    old = tuple(finding for finding in faults if id(finding) not in is_new)
    return result._replace(findings=(*new, *notes), stale=tuple(stale), known=old)


def new_findings(findings: Sequence[Finding], file: str) -> list[Finding]:
    """Return the findings that a baseline file does not contain. Raises ``BaselineError``."""
    return compare_with_baseline(
        findings, read_baseline(file), _folder(file), lambda _file, _rule: False
    )[0]


def _rules(check_run: CheckRun, files: Collection[str]) -> tuple[Rule, ...]:
    context = check_run.context
    configs = configs_of(files, context.given)
    options = rule_options(check_run.request)
    return rules_for_run(configs, options, has_changes=bool(context.live.objects))


def _folder(file: str) -> str:
    return os.path.dirname(os.path.abspath(file))
