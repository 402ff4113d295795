"""What git knows of the files: which have changed since a revision, and how the tree was then."""

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

# The user's own hooks and monitors have no part in a look at the repository.
_OPTIONS = ("--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")


class RevisionError(ConfigError):
    """There is no such revision, no repository, or no git; the message says which."""


class Revision(NamedTuple):
    """A commit, and the top folder of the repository that the current folder belongs to."""

    top: str
    commit: str


def revision(name: str) -> Revision:
    """Find where the current commit left a revision: their merge base, or the revision itself.

    What came to a branch after that was changed by others. Raises ``RevisionError``.
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
    """Give the real paths of files that differ from a revision, deleted and untracked ones too."""
    changed = _git("-C", since.top, "diff", "--name-only", "--no-renames", "-z", since.commit, "--")
    others = _git("-C", since.top, "ls-files", "--others", "--exclude-standard", "-z")
    names = (name for text in (changed, others) for name in text.split("\0") if name)
    return frozenset(os.path.join(since.top, *name.split("/")) for name in names)


@contextmanager
def checked_out(since: Revision, is_wanted: Callable[[str], bool]) -> Generator[str]:
    """Lay out some files of a revision in a new folder, which is gone afterwards.

    Not with ``git archive``, which leaves out what ``.gitattributes`` says, and not with
    ``git worktree``, which writes into the repository.
    """
    with TemporaryDirectory(prefix="svclint-") as folder:
        # A search for configuration upward ends here, as it does at the top of the repository.
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
    """Be in another folder for a while."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        forget_walks()


def _git(*words: str, extra: dict[str, str] | None = None, stdin: str = "") -> str:
    program = shutil.which("git")
    if program is None:
        raise RevisionError("git is not installed, and only it knows what has changed")
    done = subprocess.run(  # noqa: S603 - the words are ours, but for a revision, which is verified
        [program, *_OPTIONS, *words],
        env={**os.environ, "LC_ALL": "C", **(extra or {})},
        input=os.fsencode(stdin),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = os.fsdecode(done.stderr).strip().splitlines() or [f"git {words[0]} failed"]
        raise RevisionError(said[0])
    return os.fsdecode(done.stdout)
