"""``check``: what the API server would say, from the files alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from svclint.app.context import Context, Progress, no_progress, prepare
from svclint.app.errors import RequestError
from svclint.app.facts import configs_of, policy_paths
from svclint.app.outcome import Outcome
from svclint.app.requests import CheckRequest
from svclint.app.results import CheckResult
from svclint.engine import cache
from svclint.engine.run_cache import load_run, store_run
from svclint.model import Finding, Severity
from svclint.source.files import STDIN, ReadError, find_files

if TYPE_CHECKING:
    from svclint.rule import Rule
    from svclint.settings.rule_selection import RuleOptions
    from svclint.source.files import Rendered


def check(request: CheckRequest, progress: Progress = no_progress) -> CheckResult:
    """Check the Services in files, folders, rendered charts and kustomizations.

    Files are changed only if the request asks for fixes. Raises ``SvclintError`` for a request,
    configuration, snapshot or cluster that cannot be used; a file that cannot be read is one of
    the result's ``errors``.
    """
    this = CheckRun(request, prepare(request, progress), progress)
    outcome, fixes = this.outcome(), None
    if request.fix:
        from svclint.app.fixing import fix  # noqa: PLC0415 - most runs fix nothing

        outcome, fixes = fix(outcome, this.outcome, request)
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
        from svclint.app.known import without_known  # noqa: PLC0415 - only with a baseline

        names = [rule.name for rule in this.rules(result.files)]
        result = without_known(result, request.baseline, names)
    return _with_proposals(result)


class CheckRun:
    """A check being carried out: runs over files, as the request asks, cached if it allows that.

    ``notes`` grows with what a person who asks for details wants to know.
    """

    def __init__(self, request: CheckRequest, context: Context, progress: Progress) -> None:
        self.request, self.context, self.progress = request, context, progress
        self.policies = policy_paths(context.given, request.policies)
        self.notes: list[str] = []

    @property
    def asked(self) -> RuleOptions:
        """What the request says about rules."""
        from svclint.settings.rule_selection import RuleOptions  # noqa: PLC0415 - loads all rules

        request = self.request
        return RuleOptions(request.select, request.ignore, request.profile, request.require_reason)

    def rules(self, files: Collection[str]) -> tuple[Rule, ...]:
        """Return the rules of a run over some files. Raises ``ConfigError``."""
        from svclint.settings.rule_selection import rules_for_run  # noqa: PLC0415 - loads all rules

        configs = configs_of(files, self.context.given)
        return rules_for_run(configs, self.asked, has_changes=bool(self.context.live.objects))

    def outcome(self, texts: Mapping[str, bytes] | None = None) -> Outcome:
        """Return what the request asks for: findings in all paths, or only those of a change.

        ``texts`` are the contents of some files that are not written yet.
        """
        request, context = self.request, self.context
        if context.rendered and (request.among or request.changed_since):
            raise RequestError(
                "--kustomize and --helm render a whole tree: use neither --among nor "
                "--changed-since with them"
            )
        if not request.among and not request.changed_since:
            return self._over(context.default_paths(request), texts)
        from svclint.app.narrowing import narrow, scope_of  # noqa: PLC0415 - starts Git

        scope = scope_of(request.paths, request.among, request.changed_since or None)
        if scope.is_idle:
            return Outcome()
        outcome = self._over(scope.paths, texts)
        is_in_tree = not (context.live.objects or self.policies)
        key = repr((context.given, self.asked)) if is_in_tree and request.use_cache else ""
        narrow(outcome, scope, lambda paths: self.over(paths, use_cache=False), key)
        return outcome

    def _over(self, paths: Sequence[str], texts: Mapping[str, bytes] | None) -> Outcome:
        if not texts:
            return self.over(paths, use_cache=self.request.use_cache)
        from svclint.app.fixing import over_texts  # noqa: PLC0415 - most runs fix nothing

        def over(others: Sequence[str], rendered: Sequence[Rendered]) -> Outcome:
            return self.over(others, rendered, use_cache=False)

        return over_texts(paths, texts, over)

    def over(
        self,
        paths: Sequence[str],
        texts: Sequence[Rendered] = (),
        *,
        use_cache: bool,
    ) -> Outcome:
        """Check all documents under some paths. Raises ``ConfigError`` and ``WorkerError``."""
        found = list(find_files(paths))
        files = [file for file in found if isinstance(file, str)]
        errors = [error for error in found if isinstance(error, ReadError)]
        if not use_cache or self.context.live.objects or STDIN in files:
            return self._fresh(files, errors, texts)
        key, state = self._key(paths), cache.state_of(files)
        # What is read from elsewhere may change without any file of this run changing.
        is_all_seen = not (errors or self.context.rendered or self.policies)
        try:
            known = load_run(key, state) if is_all_seen else None
        except cache.DamagedError:
            self.notes.append(cache.DAMAGED)
            known = None
        if known is not None:
            findings, suppressed, files_read, extended = known
            return Outcome(findings, suppressed, [], files_read, extended)
        outcome = self._fresh(files, errors, texts, state)
        if is_all_seen and not outcome.errors:
            result = outcome.findings, outcome.suppressed, outcome.files, outcome.extended
            store_run(key, state, result)
        return outcome

    def _fresh(
        self,
        files: Sequence[str],
        errors: list[ReadError],
        texts: Sequence[Rendered],
        state: cache.State | None = None,
    ) -> Outcome:
        # The engine and the rules are most of a start; a run that the cache answers needs neither.
        from svclint.app.checking import Options, check_files  # noqa: PLC0415

        request = self.request
        options = Options(
            self.context.given,
            self.context.live,
            request.apply,
            self.asked,
            self.policies,
            request.jobs,
            request.debug,
            self.progress,
            self.notes.append,
        )
        outcome = check_files(files, (*self.context.rendered, *texts), options, state)
        outcome.errors[:0] = errors
        return outcome

    def _key(self, paths: Sequence[str]) -> str:
        request = self.request
        asked = (request.select, request.ignore, request.profile, request.require_reason)
        return repr((tuple(paths), self.context.given, asked, request.debug))


def _strict(finding: Finding) -> Finding:
    return finding._replace(severity=Severity.ERROR) if finding.is_elsewhere else finding


def _with_proposals(result: CheckResult) -> CheckResult:
    """Add how findings can be fixed."""
    if not any(finding.fix for finding in result.findings):
        return result
    from svclint.fix.proposal import proposals  # noqa: PLC0415 - most findings have no fix
    from svclint.fix.repair import bytes_of  # noqa: PLC0415

    fixes = result.fixes

    def read(file: str) -> bytes | None:
        change = fixes.changes.get(file) if fixes is not None else None
        return change.after if change else bytes_of(file)

    return result._replace(proposals=proposals(result.findings, read))
