"""A check being carried out: runs over files as the request asks, cached if it allows that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from svclint.app.context import Context
from svclint.app.errors import RequestError
from svclint.app.input_files import (
    InputFiles,
    has_roots,
    input_files,
    unread_roots,
    without_excluded,
)
from svclint.app.outcome import Outcome
from svclint.app.policy_paths import policy_paths
from svclint.app.progress import Progress
from svclint.app.requests import CheckRequest
from svclint.model import SvclintError
from svclint.model.errors import bug_in
from svclint.source.files import STDIN, ReadError, Rendered
from svclint.source.paths import real_path
from svclint.source.walking import LeftOut

if TYPE_CHECKING:
    from svclint.app.narrowing import Scope
    from svclint.app.rendering import Roots
    from svclint.engine.acceleration.state import State


class CheckRun:
    """Checks files as a request asks, in one or more runs; ``notes`` collects messages."""

    def __init__(self, request: CheckRequest, context: Context, progress: Progress) -> None:
        self.request, self.context, self.progress = request, context, progress
        self.policies = policy_paths(context.given, request.policies)
        self.notes: list[str] = []
        self.left_out: list[LeftOut] = []
        self._scope: Scope | None = None
        self._not_rendered: list[ReadError] = []

    def outcome(self, check_paths: Callable[[Sequence[str]], Outcome] | None = None) -> Outcome:
        """Return what the request asks for: findings in all paths, or only those of a change.

        ``check_paths`` replaces the method of that name: fixing passes one for changed texts.
        """
        request, context = self.request, self.context
        check_paths = check_paths or self.check_paths
        if context.named and (request.among or request.changed_since):
            raise RequestError(
                "--kustomize and --helm render a whole tree: use neither --among nor "
                "--changed-since with them"
            )
        if not request.among and not request.changed_since:
            return check_paths(context.default_paths(request))
        from svclint.app.narrowing import narrow, scope_of  # noqa: PLC0415 - starts Git

        named = without_excluded(request.paths, request.among, context.given)
        if request.paths and not named:
            return Outcome()
        scope = scope_of(named, request.among, request.changed_since or None)
        if scope.is_idle:
            if request.changed_since:
                what = "no manifest" if scope.own else "nothing"
                self.notes.append(f"{what} has changed since {request.changed_since}")
            return Outcome()
        self._scope = scope
        outcome = check_paths(scope.paths)
        depends_only_on_files = not (context.live.objects or self.policies)
        key = self._key(()) if depends_only_on_files and request.use_cache else ""
        narrow(outcome, scope, self._check_unrendered, key)
        # Only what contains a changed file is rendered, so that each failure belongs to the change.
        outcome.errors += (each for each in self._not_rendered if each not in outcome.errors)
        return outcome

    def check_paths(self, paths: Sequence[str]) -> Outcome:
        """Check all documents under some paths. Raises ``ConfigError`` and ``WorkerError``."""
        files, errors, left_out = self._found(paths)
        self.notes += [f"{each.path} {each.reason}" for each in left_out if each.is_fault]
        self.left_out += [each for each in left_out if not each.is_fault]
        roots = self._roots(files, errors, left_out)
        if not self.request.use_cache or self.context.live.objects or STDIN in files:
            return self._check(files, errors, roots=roots)
        from svclint.engine.acceleration import run_cache  # noqa: PLC0415 - can be taken out
        from svclint.engine.acceleration.state import state_of  # noqa: PLC0415

        key, state = self._key(paths), state_of(files)
        if roots is not None:
            key, state = f"{key} {roots.key()}", state_of([*files, *roots.files()])
        # The state does not cover policies, which may change on their own.
        is_all_seen = not (errors or self.policies)
        known = run_cache.load_run(key, state, self.notes.append) if is_all_seen else None
        if known is not None:
            outcome = Outcome(known.findings, known.suppressed, [], known.files, known.extended)
            outcome.unrendered += known.unrendered
            return outcome
        outcome = self._check(files, errors, state=state, roots=roots)
        if is_all_seen and not outcome.errors:
            result = run_cache.RunResult(
                outcome.findings,
                outcome.suppressed,
                outcome.files,
                outcome.extended,
                outcome.unrendered,
            )
            run_cache.store_run(key, state, result)
        return outcome

    def check_paths_uncached(self, paths: Sequence[str], texts: Sequence[Rendered] = ()) -> Outcome:
        """Check all documents under some paths, and of some texts, without the cache."""
        files, errors, left_out = self._found(paths)
        return self._check(files, errors, texts, roots=self._roots(files, errors, left_out))

    def _check_unrendered(self, paths: Sequence[str]) -> Outcome:
        """Check all documents under some paths as they are written."""
        files, errors, _ = self._found(paths)
        return self._check(files, errors)

    def _roots(
        self, files: Sequence[str], errors: list[ReadError], left_out: Sequence[LeftOut]
    ) -> Roots | None:
        """Return the charts and kustomizations to render; ``None`` for a run without any.

        If they cannot be found, which would be a bug, the files are checked as they are written.
        """
        is_off = self.request.render == "off"
        unread = unread_roots(left_out)
        if not self.context.named and (is_off or not has_roots([*files, *unread])):
            return None
        from svclint.app.rendering import find_roots  # noqa: PLC0415 - starts processes

        looked_at = () if is_off else files
        named, given = self.context.named, self.context.given
        try:
            found = find_roots(looked_at, named, self.request, given, unread)
        except (SvclintError, OSError):
            raise
        except Exception as error:
            step, is_debug = "the search for charts and kustomizations", self.request.debug
            errors.append(ReadError("", bug_in(step, error, is_debug=is_debug)))
            return None
        return found if self._scope is None else found.with_any_of(self._scope.own)

    def _check(
        self,
        files: Sequence[str],
        errors: list[ReadError],
        texts: Sequence[Rendered] = (),
        state: State | None = None,
        roots: Roots | None = None,
    ) -> Outcome:
        # The engine and the rules are most of a start; a run that the cache answers needs neither.
        from svclint.app.check_files import RunContext, check_files  # noqa: PLC0415

        context = self.context
        options = RunContext(
            self.request,
            context.given,
            context.live,
            self.policies,
            self.progress,
            self.notes.append,
        )
        if roots is None:
            outcome = check_files(files, texts, options, state)
        else:
            from svclint.app.objects_in_no_output import documents_in_no_output  # noqa: PLC0415
            from svclint.app.rendering import rendered_tree, storing  # noqa: PLC0415 - processes

            with storing(self.notes.append if self.request.use_cache else None):
                changed = {real_path(text.name): text.raw for text in texts}
                tree = rendered_tree(files, roots, self.request.jobs, changed, self.progress)
                taken_in = tree.rendering.taken_in
                others = [text for text in texts if real_path(text.name) not in taken_in]
                given = *tree.rendering.texts, *others
                beside = documents_in_no_output(
                    files, tree.rendering, changed, is_isolated=context.given.isolated
                )
                rendering = tree.rendering._replace(in_no_output=beside)
                outcome = check_files(tree.files, given, options, state, rendering)
            self._not_rendered += tree.errors
            errors = [*errors, *tree.errors]
            outcome.unrendered += tree.unrendered
        outcome.errors[:0] = errors
        return outcome

    def _key(self, paths: Sequence[str]) -> str:
        request = self.request
        rules = (request.select, request.ignore, request.profile, request.require_reason)
        limits = request.debug, request.max_file_size
        return repr((tuple(paths), self.context.given, rules, limits))

    def files(self, paths: Sequence[str]) -> list[str]:
        """Return the files under some paths that can be read."""
        return self._found(paths).files

    def _found(self, paths: Sequence[str]) -> InputFiles:
        # A snapshot and a baseline are never manifests.
        never = [*self.request.live, self.request.baseline]
        return input_files(paths, self.context.given, filter(None, never))
