"""Fix what a run found: in memory first, then in the files or as a preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from svclint.app.baseline import new_findings
from svclint.app.check_run import CheckRun
from svclint.app.outcome import Outcome
from svclint.app.progress import Progress
from svclint.app.requests import CheckRequest
from svclint.app.results import CheckResult, Fixes
from svclint.fix.proposed_fixes import proposed_fixes
from svclint.fix.rounds import STDIN_NAME, fix_in_rounds, is_read_only, read_bytes, write_change
from svclint.model import Finding
from svclint.source.files import STDIN, ReadError, Rendered


def fix(check_run: CheckRun, first: Outcome) -> tuple[Outcome, Fixes]:
    """Fix what a run found; return what is left, and what was fixed.

    Files are written only if the request says so; standard input never is. Raises
    ``ConfigError``.
    """
    request, outcomes = check_run.request, [first]
    read_only: dict[str, None] = {}

    def fixable(findings: Sequence[Finding]) -> list[Finding]:
        found = _permitted(findings, request)
        for each in found:
            if is_read_only(each.location.file):
                read_only[each.location.file] = None
        return [each for each in found if each.location.file not in read_only]

    def check_again(texts: Mapping[str, bytes]) -> list[Finding]:
        outcomes.append(check_run.outcome(lambda paths: _over_texts(check_run, paths, texts)))
        return fixable(outcomes[-1].findings)

    done = fix_in_rounds(fixable(first.findings), check_again, read_bytes)
    last = outcomes[-1]
    last.errors[:] = dict.fromkeys((*first.errors, *last.errors))
    last.errors += [ReadError(file, "is read-only, and was not fixed") for file in read_only]
    if request.fix == "write":
        written = [
            write_change(file, change)
            for file, change in done.changes.items()
            if file != STDIN_NAME
        ]
        last.errors += [error for error in written if error is not None]
    return last, Fixes(changes=done.changes, fixed=tuple(done.fixed), failed=done.failed)


def _permitted(findings: Sequence[Finding], request: CheckRequest) -> list[Finding]:
    """Return the findings with a fix that the request permits, except known ones."""
    new = new_findings(findings, request.baseline) if request.baseline else findings
    return [each for each in new if each.fix and (each.fix.is_safe or request.unsafe_fixes)]


def _over_texts(check_run: CheckRun, paths: Sequence[str], texts: Mapping[str, bytes]) -> Outcome:
    """Check some paths as if some of their files had other contents, in the order of the files."""
    files = check_run.files(paths)
    names = [STDIN_NAME if file == STDIN else file for file in files]
    others = [file for file, name in zip(files, names, strict=True) if name not in texts]
    outcome = check_run.check_paths_uncached(
        others, [Rendered(file, raw) for file, raw in texts.items()]
    )
    order = {name: number for number, name in enumerate(names)}
    outcome.findings.sort(key=lambda each: order.get(each.location.file, -1))
    for name in sorted(outcome.files, key=lambda name: order.get(name, -1)):
        outcome.files[name] = outcome.files.pop(name)
    return outcome


def with_proposals(result: CheckResult, progress: Progress, buffer: str = "") -> CheckResult:
    """Add to a result how its findings can be fixed.

    ``buffer`` is the file for which standard input stands.
    """
    fixes = result.fixes

    def read(file: str) -> bytes | None:
        change = fixes.changes.get(file) if fixes is not None else None
        return change.after if change else read_bytes(STDIN_NAME if file == buffer else file)

    return result._replace(
        proposals=proposed_fixes(result.findings, read, partial(progress, "verifying fixes"))
    )
