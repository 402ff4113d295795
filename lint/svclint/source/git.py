"""Ask git which files have changed since a revision, and check out files of that revision."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import NamedTuple

from svclint.model import ConfigError
from svclint.source.paths import forget_walks

# Reading a repository must not run the user's hooks and file system monitors.
_OPTIONS = ("--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")


class RevisionError(ConfigError):
    """The revision, the repository or git itself is missing; the message says which."""


class Revision(NamedTuple):
    """A commit, and the top folder of the repository that contains the current folder."""

    top: str
    commit: str


def revision(name: str) -> Revision:
    """Return the merge base of a revision and the current commit, or else the revision itself.

    Later commits of the other branch are changes by others. Raises ``RevisionError``.
    """
    top = os.path.realpath(_git("rev-parse", "--show-toplevel").removesuffix("\n"))
    try:
        wanted = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except RevisionError:
        raise RevisionError(
            f"git knows no revision {name!r}; a shallow clone may lack it: fetch more history"
        ) from None
    commit = wanted.strip()
    try:
        return Revision(top, _git("merge-base", commit, "HEAD").split()[0])
    except (RevisionError, IndexError):
        return Revision(top, commit)


def changed_files(since: Revision) -> frozenset[str]:
    """Return the real paths of files that differ from a revision, deleted or untracked included."""
    changed = _git("-C", since.top, "diff", "--name-only", "--no-renames", "-z", since.commit, "--")
    others = _git("-C", since.top, "ls-files", "--others", "--exclude-standard", "-z")
    names = (name for text in (changed, others) for name in text.split("\0") if name)
    return frozenset(os.path.join(since.top, *name.split("/")) for name in names)


@contextmanager
def checked_out(since: Revision, is_wanted: Callable[[str], bool]) -> Generator[str]:
    """Check out some files of a revision into a temporary folder.

    ``git archive`` would omit files for ``.gitattributes``, and ``git worktree`` would write into
    the repository.
    """
    with TemporaryDirectory(prefix="svclint-") as folder:
        # The upward search for configuration ends here, as it does at the top of a repository.
        tree = os.path.join(folder, "tree")
        os.makedirs(os.path.join(tree, ".git"))
        index = {"GIT_INDEX_FILE": os.path.join(folder, "index"), "GIT_LFS_SKIP_SMUDGE": "1"}
        listed = _git("-C", since.top, "ls-tree", "-r", "-z", "--name-only", since.commit)
        names = [name for name in listed.split("\0") if name and is_wanted(name)]
        _git("-C", since.top, "read-tree", since.commit, extra=index)
        command = ("-C", since.top, "checkout-index", "-q", "-f", "-z", "--stdin")
        _git(*command, f"--prefix={tree}/", extra=index, stdin="".join(f"{n}\0" for n in names))
        yield tree


@contextmanager
def within(folder: str) -> Generator[None]:
    """Change the current folder for the duration of a block."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        forget_walks()


def _git(*arguments: str, extra: dict[str, str] | None = None, stdin: str = "") -> str:
    program = shutil.which("git")
    if program is None:
        raise RevisionError("git is not installed; it is needed to find out what has changed")
    done = subprocess.run(  # noqa: S603 - a revision from the user follows --end-of-options
        [program, *_OPTIONS, *arguments],
        env={**os.environ, "LC_ALL": "C", **(extra or {})},
        input=os.fsencode(stdin),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        lines = os.fsdecode(done.stderr).strip().splitlines() or [f"git {arguments[0]} failed"]
        raise RevisionError(lines[0])
    return os.fsdecode(done.stdout)
