"""Narrow findings to a change: those in its files, and new ones elsewhere.

A finding in an unchanged file is new if a run on the tree before the change does not have it. That
run happens only if such a finding can be new: a finding of a rule that checks one object alone
cannot, unless the configuration or a kustomization has changed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from svclint.app.outcome import Outcome
from svclint.model import ConfigError, Finding
from svclint.model.fingerprint import fingerprint
from svclint.rule.registry import UnknownRuleError, rule_named
from svclint.source.checkout import is_inside
from svclint.source.file_search import find_files
from svclint.source.files import ENDINGS, OWN_FILE, STDIN
from svclint.source.git import Revision, changed_files, revision
from svclint.source.git_process import RevisionError
from svclint.source.git_tree import checked_out, within
from svclint.source.kustomization import CHART_FILE, NAMES, folders_above
from svclint.source.paths import real_path
from svclint.source.recognition.compared_files import CHAINSAW_NAMES
from svclint.source.walking import Search

# Files that change how others are checked.
_SETTINGS_FILES = (OWN_FILE, *NAMES, *CHAINSAW_NAMES)
_SCOPES_ACROSS = ("reference", "cluster")


class Scope(NamedTuple):
    """What is read, which files have changed, and since when.

    ``own`` are real paths. With ``is_by_git``, files outside the repository count as changed.
    """

    paths: tuple[str, ...]
    own: frozenset[str]
    since: Revision | None
    is_by_git: bool

    def is_own(self, file: str) -> bool:
        """Return whether a file belongs to the change."""
        if file.startswith("<") or file == STDIN:
            return True
        path = real_path(file)
        if path in self.own:
            return True
        return self.is_by_git and self.since is not None and not is_inside(path, self.since.top)

    def causes(self, finding: Finding) -> bool:
        """Return whether the change may cause a finding: its place, or the way to the output.

        Only charts and kustomizations that contain a changed file are rendered.
        """
        source = finding.source
        if source is None:
            return self.is_own(finding.location.file)
        files = (finding.location.file, *(place.file for place in source.through))
        return not source.is_proven or any(map(self.is_own, files))

    @property
    def is_idle(self) -> bool:
        """Whether nothing that a run reads has changed."""
        if not self.is_by_git or self.since is None:
            return False
        if any(file.endswith((*ENDINGS, *NAMES)) or _is_in_chart(file) for file in self.own):
            return False
        top = self.since.top
        return all(os.path.isdir(path) and is_inside(real_path(path), top) for path in self.paths)


def scope_of(paths: Sequence[str], among: Sequence[str], since: str | None) -> Scope:
    """Return the scope of a run that reads more files than it reports on.

    A change is measured from ``since``, or from where pre-commit says that it begins, or from the
    last commit. Raises ``RevisionError``.
    """
    if not among or not paths:
        begin = revision(since or _default_revision())
        read = (*among, *paths) or (".",)
        return Scope(read, changed_files(begin), begin, is_by_git=True)
    # Only their names matter here.
    search = Search(follows_links=True)
    own = frozenset(real_path(file) for file in find_files(paths, search) if isinstance(file, str))
    try:
        begin_at = revision(since or _default_revision())
    except RevisionError:
        # Before the first commit, and outside of Git, nothing existed that could break.
        if since:
            raise
        begin_at = None
    return Scope((*among, *paths), own, begin_at, is_by_git=False)


def narrow(
    outcome: Outcome, scope: Scope, check: Callable[[Sequence[str]], Outcome], key: str = ""
) -> None:
    """Leave in an outcome only what the change causes; ``check`` runs on other files.

    The outcome of a revision is cached under the ``key``, if there is one: the tree of a commit
    never changes.
    """
    outcome.errors[:] = [
        each
        for each in outcome.errors
        # What a person names must exist, also if nothing in it is reported.
        if not each.file or each.file in scope.paths or scope.is_own(each.file)
    ]
    # What is rendered cannot be compared with the tree before the change, which is not rendered.
    elsewhere = [
        each for each in outcome.findings if each.source is None and not scope.causes(each)
    ]
    are_settings_changed = any(
        os.path.basename(file) in _SETTINGS_FILES or file in outcome.extended for file in scope.own
    )
    if not are_settings_changed:
        elsewhere = [each for each in elsewhere if _depends_on_others(each.rule)]
    broken = set(map(id, _broken(elsewhere, scope, check, key) if elsewhere else ()))
    outcome.findings[:] = [
        each for each in outcome.findings if id(each) in broken or scope.causes(each)
    ]
    outcome.suppressed[:] = [each for each in outcome.suppressed if scope.causes(each.finding)]
    broken_files = {each.location.file for each in outcome.findings}
    for file in [file for file in outcome.files if not scope.is_own(file)]:
        if file not in broken_files:
            del outcome.files[file]


def _broken(
    findings: Sequence[Finding], scope: Scope, check: Callable[[Sequence[str]], Outcome], key: str
) -> list[Finding]:
    """Return the findings, in files that existed before, that a run on the old tree lacks."""
    if scope.since is None:
        return []
    before = _cached(scope, scope.since, check, key)
    if before is None:
        # The old tree could not be checked, so all findings are new.
        return list(findings)
    had, known = set(before[0]), Counter(before[1])
    broken: list[Finding] = []
    for finding in findings:
        its_key = _key(finding, scope.since.top)
        if known[its_key]:
            known[its_key] -= 1
        elif its_key[0] in had:
            broken.append(finding)
    return broken


# The files of a tree, and its findings, each by file and fingerprint.
TreeFindings = tuple[list[str], list[tuple[str, str]]]


def _cached(
    scope: Scope, since: Revision, check: Callable[[Sequence[str]], Outcome], key: str
) -> TreeFindings | None:
    if not key:
        return _check_old_tree(scope, since, check)
    from svclint.engine.acceleration.tree_cache import (  # noqa: PLC0415 - can be taken out
        load_tree,
        store_tree,
    )

    whole = repr(("revision", key, since, scope.paths))
    found = load_tree(whole)
    if found is None:
        found = _check_old_tree(scope, since, check)
        if found is not None:
            store_tree(whole, found)
    return found


def _check_old_tree(
    scope: Scope, since: Revision, check: Callable[[Sequence[str]], Outcome]
) -> TreeFindings | None:
    """Check the tree before the change; ``None`` if its configuration cannot be used."""
    inside = os.path.relpath(os.getcwd(), since.top)
    with checked_out(since, _is_relevant) as folder:
        tree = os.path.realpath(folder)
        here = os.path.normpath(os.path.join(tree, inside))
        os.makedirs(here, exist_ok=True)
        with within(here):
            paths = [_in_old_tree(path, since.top, tree) for path in scope.paths if path != STDIN]
            try:
                before = check(paths)
            except ConfigError:
                return None
            had = [os.path.relpath(real_path(file), tree) for file in before.files]
            return had, [_key(finding, tree) for finding in before.findings]


def _key(finding: Finding, top: str) -> tuple[str, str]:
    return os.path.relpath(real_path(finding.location.file), top), fingerprint(finding)


def _in_old_tree(path: str, top: str, tree: str) -> str:
    """Return where a path of the request is in the old tree."""
    if os.path.isabs(path) and is_inside(os.path.realpath(path), top):
        return os.path.join(tree, os.path.relpath(os.path.realpath(path), top))
    return path


def _is_in_chart(file: str) -> bool:
    """Return whether a file, by its real path, is a template of a chart or beside one."""
    above = folders_above(file)
    return any(os.path.isfile(os.path.join(folder, CHART_FILE)) for folder in above)


def _is_relevant(name: str) -> bool:
    return name.endswith((*ENDINGS, *NAMES, ".gitignore"))


def _depends_on_others(rule: str) -> bool:
    """Return whether a rule depends on other objects; a policy may."""
    try:
        return rule_named(rule).scope in _SCOPES_ACROSS
    except UnknownRuleError:
        return True


def _default_revision() -> str:
    # pre-commit sets it when it compares two revisions, as in CI and before a push.
    return os.environ.get("PRE_COMMIT_FROM_REF") or "HEAD"
