"""Ask git about a repository without running anything that the repository contains.

Git runs programs that a repository names: hooks, filters of attributes, file system monitors, diff
drivers, transports of missing objects (git-config(1), gitattributes(5)). All are switched off in
``_settings`` and ``_environment``, for any scope of the configuration: that of the system and of
the user is read only because it contains ``safe.directory`` and the user's ignore file. The
repository is the one whose ``.git`` is above the current folder. A bare repository that is a
folder of the tree (``safe.bareRepository``) is none.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from svclint.source.checkout import checkout_of
from svclint.source.git_process import RevisionError, output_of
from svclint.source.programs import find_program, search_path

# The first version that takes settings from GIT_CONFIG_COUNT.
_OLDEST = (2, 31)
_SETTINGS = (
    ("safe.bareRepository", "explicit"),
    ("core.fsmonitor", "false"),
    ("core.hooksPath", os.devnull),
    # Of no use without filters and diff drivers.
    ("core.attributesFile", os.devnull),
    ("submodule.recurse", "false"),
    ("protocol.allow", "never"),
)
# The keys of a filter that name a program, or make a missing one an error.
_FILTER_KEYS = (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # Missing objects of a partial clone are not fetched, whatever the transport.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_DIFF = ("diff", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv")


class Revision(NamedTuple):
    """A commit, and the top folder of the repository that contains the current folder."""

    top: str
    commit: str


class TreeEntry(NamedTuple):
    """A file of a commit: its mode, object and size in bytes, and its name with slashes."""

    mode: str
    object: str
    size: int
    name: str


def revision(name: str) -> Revision:
    """Return the merge base of a revision and the current commit, or else the revision itself.

    Later commits of the other branch are changes by others. Raises ``RevisionError``.
    """
    repository = _Repository(_top())
    wanted = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    try:
        commit = repository.text(*wanted).strip()
    except (RevisionError, ValueError):
        # No argument of a program can contain a NUL.
        raise RevisionError(
            f"git knows no revision {name!r}; a shallow clone may lack it: fetch more history"
        ) from None
    try:
        return Revision(repository.top, repository.text("merge-base", commit, "HEAD").split()[0])
    except (RevisionError, IndexError):
        return Revision(repository.top, commit)


def changed_files(since: Revision) -> frozenset[str]:
    """Return the real paths of files that differ from a revision, deleted or untracked included.

    Filters do not run: a file that needs one, as Git LFS does, counts as changed once its times
    differ from those in the index.
    """
    repository = _Repository(since.top)
    changed = repository.text(*_DIFF, "--ignore-submodules=all", "-z", since.commit, "--")
    others = repository.text("ls-files", "--others", "--exclude-standard", "-z")
    names = (name for text in (changed, others) for name in text.split("\0") if name)
    return frozenset(os.path.join(since.top, *name.split("/")) for name in names)


@lru_cache(maxsize=64)
def tracked_though_ignored(top: str) -> frozenset[str]:
    """Return the real paths of files that a repository tracks though it ignores them.

    The folders that contain them are in the result, too. It is empty if git cannot tell.
    """
    command = ("ls-files", "--cached", "--ignored", "--exclude-standard", "-z")
    try:
        names = _Repository(top).text(*command).split("\0")
    except RevisionError:
        return frozenset()
    found: set[str] = set()
    for name in filter(None, names):
        path = os.path.join(top, *name.split("/"))
        while path not in found and path != top:
            found.add(path)
            path = os.path.dirname(path)
    return frozenset(found)


def tree_entries(since: Revision) -> list[TreeEntry]:
    """Return the files and links of a revision."""
    listed = _Repository(since.top).text("ls-tree", "-r", "-l", "-z", since.commit)
    return [entry for line in listed.split("\0") if (entry := _entry(line))]


def contents(since: Revision, entries: Iterable[TreeEntry]) -> list[bytes]:
    """Return the contents of files of a revision, as stored: no filter and no conversion runs."""
    wanted = list(entries)
    raw = _Repository(since.top).run(
        *("cat-file", "--batch"), stdin="".join(f"{each.object}\n" for each in wanted)
    )
    found: list[bytes] = []
    at = 0
    for each in wanted:
        head = f"{each.object} blob {each.size}\n".encode()
        start = at + len(head)
        at = start + each.size + 1
        if raw[start - len(head) : start] != head:
            raise RevisionError(
                f"the clone lacks {each.name} of {since.commit[:12]}, and svclint fetches nothing; "
                "fetch it with `git fetch --refetch`, or clone without --filter"
            )
        found.append(raw[start : at - 1])
    return found


def _entry(line: str) -> TreeEntry | None:
    """Decode a line of ``ls-tree -l``; ``None`` for a submodule and for an object that is absent.

    ``<mode> <type> <object> <size padded with spaces>\\t<name>`` (git-ls-tree(1)).
    """
    head, _, name = line.partition("\t")
    if not name:
        return None
    mode, kind, identity, size = head.split()
    if kind != "blob":
        return None
    return TreeEntry(mode, identity, int(size) if size.isdigit() else 0, name)


def _top() -> str:
    _program()
    top = checkout_of(os.getcwd())
    if not top:
        raise RevisionError(
            f"not a git repository: no .git in {os.getcwd()} or in a folder above it"
        )
    repository = _Repository(top)
    found = repository.text("rev-parse", "--show-toplevel").removesuffix("\n")
    if os.path.realpath(found) != top:
        raise RevisionError(
            f"the work tree of {os.path.join(top, '.git')} is {found}, not {top}; "
            "remove core.worktree from its configuration"
        )
    return top


class _Repository:
    """Runs git in the top folder of a repository, with everything switched off that executes."""

    def __init__(self, top: str) -> None:
        self.top, self._program = top, _program()
        self._environment = _environment(_SETTINGS)
        names = self.text("config", "--list", "--name-only", "-z").split("\0")
        filters = {name.rpartition(".")[0] for name in names if name.startswith("filter.")}
        off = ((f"{each}.{key}", value) for each in sorted(filters) for key, value in _FILTER_KEYS)
        self._environment = _environment((*_SETTINGS, *off))

    def text(self, *arguments: str) -> str:
        """Return the output of a command of git. Raises ``RevisionError``."""
        return os.fsdecode(self.run(*arguments))

    def run(self, *arguments: str, stdin: str = "") -> bytes:
        """Return the output of a command of git. Raises ``RevisionError``."""
        command = [self._program, "--no-pager", "-C", self.top, *arguments]
        return output_of(command, self._environment, stdin)


def _environment(settings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the environment of git: no variable of its own is taken over, and PATH is safe."""
    names = (name for name in os.environ if not name.upper().startswith("GIT_"))
    found = {name: os.environ[name] for name in names} | _ENVIRONMENT
    found["PATH"] = os.pathsep.join(search_path())
    pairs = list(settings)
    found["GIT_CONFIG_COUNT"] = str(len(pairs))
    for number, (key, value) in enumerate(pairs):
        found |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return found


def _program() -> str:
    program = find_program("git")
    if program is None:
        raise RevisionError(
            "git is not installed outside of this checkout; "
            "it is needed to find out what has changed"
        )
    _require_version(program)
    return program


@lru_cache(maxsize=8)
def _require_version(program: str) -> None:
    found = os.fsdecode(output_of([program, "version"], _environment(()))).strip()
    numbers = re.search(r"(\d+)\.(\d+)", found)
    if numbers is None or (int(numbers[1]), int(numbers[2])) < _OLDEST:
        needed = ".".join(map(str, _OLDEST))
        raise RevisionError(
            f"{program} is {found or 'of an unknown version'}; svclint needs git {needed} or newer "
            "to read a repository without running its programs"
        )
