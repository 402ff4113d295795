"""Only what a change brings about: findings in its files, and new ones elsewhere.

A finding in a file that has not changed is new where a run on the tree as it was has not got it.
That run is made only when such a finding could be new: one of a rule that looks at one object
alone cannot, unless the configuration or a kustomization has changed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from svclint.engine.cache import DamagedError, load_files, store_files
from svclint.model import ConfigError, Finding, Suppressed
from svclint.model.fingerprint import fingerprint
from svclint.rule.registry import UnknownRuleError, named
from svclint.source.files import ENDINGS, OWN_FILE, STDIN, ReadError, find_files
from svclint.source.git import Revision, RevisionError, changed_files, checked_out, revision, within
from svclint.source.kustomization import NAMES
from svclint.source.paths import real_path

# Files that change how others are judged.
_SETTINGS = (OWN_FILE, *NAMES)
_ACROSS = ("reference", "cluster")


class Judged(Protocol):
    """What a run comes to, as far as it matters here."""

    findings: list[Finding]
    suppressed: list[Suppressed]
    errors: list[ReadError]
    files: dict[str, int]
    extended: list[str]


class Scope(NamedTuple):
    """What is read, which of it has changed, and since when.

    ``own`` are real paths. With ``is_by_git``, files outside the repository count as changed, too.
    """

    paths: tuple[str, ...]
    own: frozenset[str]
    since: Revision | None
    is_by_git: bool

    def is_own(self, file: str) -> bool:
        """Whether a file belongs to the change."""
        if file.startswith("<") or file == STDIN:
            return True
        path = real_path(file)
        if path in self.own:
            return True
        return self.is_by_git and self.since is not None and not _is_inside(path, self.since.top)

    @property
    def is_idle(self) -> bool:
        """Whether nothing has changed that a run could read."""
        if not self.is_by_git or self.since is None:
            return False
        if any(file.endswith((*ENDINGS, *NAMES)) for file in self.own):
            return False
        top = self.since.top
        return all(os.path.isdir(path) and _is_inside(real_path(path), top) for path in self.paths)


def scope_of(paths: Sequence[str], among: Sequence[str], since: str | None) -> Scope:
    """Say what a run is about, where that is not all that it reads.

    Beside the PATHs of ``--among``, a change is measured from ``--changed-since``, or from where
    pre-commit says that it begins, or from the last commit. Raises ``RevisionError``.
    """
    if not among or not paths:
        begin = revision(since or _beginning())
        read = (*among, *paths) or (".",)
        return Scope(read, changed_files(begin), begin, is_by_git=True)
    own = frozenset(real_path(file) for file in find_files(paths) if isinstance(file, str))
    try:
        begin_at = revision(since or _beginning())
    except RevisionError:
        # Before the first commit, and outside of git, nothing was there to be broken.
        if since:
            raise
        begin_at = None
    return Scope((*among, *paths), own, begin_at, is_by_git=False)


def narrow(
    outcome: Judged, scope: Scope, judge: Callable[[Sequence[str]], Judged], key: str = ""
) -> None:
    """Leave in an outcome only what the change brings about; ``judge`` runs on other files.

    What came of a revision is remembered under the ``key``, if there is one: no tree of a commit
    ever changes.
    """
    outcome.errors[:] = [
        each for each in outcome.errors if not each.file or scope.is_own(each.file)
    ]
    elsewhere = [each for each in outcome.findings if not scope.is_own(each.location.file)]
    are_settings_changed = any(
        os.path.basename(file) in _SETTINGS or file in outcome.extended for file in scope.own
    )
    if not are_settings_changed:
        elsewhere = [each for each in elsewhere if _looks_across(each.rule)]
    broken = set(map(id, _broken(elsewhere, scope, judge, key) if elsewhere else ()))
    outcome.findings[:] = [
        each for each in outcome.findings if id(each) in broken or scope.is_own(each.location.file)
    ]
    outcome.suppressed[:] = [
        each for each in outcome.suppressed if scope.is_own(each.finding.location.file)
    ]
    broken_files = {each.location.file for each in outcome.findings}
    for file in [file for file in outcome.files if not scope.is_own(file)]:
        if file not in broken_files:
            del outcome.files[file]


def _broken(
    findings: Sequence[Finding], scope: Scope, judge: Callable[[Sequence[str]], Judged], key: str
) -> list[Finding]:
    """Give the findings that a run on the tree as it was has not got, in files that it had."""
    if scope.since is None:
        return []
    then = _remembered(scope, scope.since, judge, key)
    if then is None:
        # Nothing was judged then; so all is new.
        return list(findings)
    had, known = set(then[0]), Counter(then[1])
    broken: list[Finding] = []
    for finding in findings:
        its_key = _key(finding, scope.since.top)
        if known[its_key]:
            known[its_key] -= 1
        elif its_key[0] in had:
            broken.append(finding)
    return broken


# The files of a tree, and what was found in it, each by its file and its fingerprint.
Then = tuple[list[str], list[tuple[str, str]]]


def _remembered(
    scope: Scope, since: Revision, judge: Callable[[Sequence[str]], Judged], key: str
) -> Then | None:
    if not key:
        return _then_judged(scope, since, judge)
    whole = repr(("then", key, since, scope.paths))
    try:
        found: Then | None = load_files(whole).get(since.commit)
    except DamagedError:
        found = None
    if found is None:
        found = _then_judged(scope, since, judge)
        if found is not None:
            store_files(whole, {since.commit: found})
    return found


def _then_judged(
    scope: Scope, since: Revision, judge: Callable[[Sequence[str]], Judged]
) -> Then | None:
    """Judge the tree as it was; ``None`` where its configuration could not be used."""
    inside = os.path.relpath(os.getcwd(), since.top)
    with checked_out(since, _is_wanted) as folder:
        tree = os.path.realpath(folder)
        here = os.path.normpath(os.path.join(tree, inside))
        os.makedirs(here, exist_ok=True)
        with within(here):
            paths = [_then(path, since.top, tree) for path in scope.paths if path != STDIN]
            try:
                before = judge(paths)
            except ConfigError:
                return None
            had = [os.path.relpath(real_path(file), tree) for file in before.files]
            return had, [_key(finding, tree) for finding in before.findings]


def _key(finding: Finding, top: str) -> tuple[str, str]:
    return os.path.relpath(real_path(finding.location.file), top), fingerprint(finding)


def _then(path: str, top: str, tree: str) -> str:
    """Say where a path of the command line was to be found then."""
    if os.path.isabs(path) and _is_inside(os.path.realpath(path), top):
        return os.path.join(tree, os.path.relpath(os.path.realpath(path), top))
    return path


def _is_wanted(name: str) -> bool:
    return name.endswith((*ENDINGS, *NAMES, ".gitignore"))


def _looks_across(rule: str) -> bool:
    """Whether other objects matter to a rule; of a policy nobody knows."""
    try:
        return named(rule).scope in _ACROSS
    except UnknownRuleError:
        return True


def _is_inside(path: str, top: str) -> bool:
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)


def _beginning() -> str:
    # Set where pre-commit compares two revisions, as it does in CI and before a push.
    return os.environ.get("PRE_COMMIT_FROM_REF") or "HEAD"
