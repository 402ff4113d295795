"""Walk folders: every YAML and JSON file in them, except what is ignored or excluded."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from svclint.source.checkout import checkout_of, is_in_tree, tree_of
from svclint.source.exclusion import (
    GIT_FOLDER,
    NEVER_READ,
    Patterns,
    default_exclusion,
    is_excluded,
    is_included,
    is_named_below,
)
from svclint.source.files import (
    BASELINE_FILE,
    ENDINGS,
    IGNORE_FILE,
    OWN_FILE,
    ReadError,
    unreadable,
)
from svclint.source.ignoring import Decision, gitignore, ignored_above, is_ignored, is_tracked
from svclint.source.paths import note_links, real_folder, real_path

# A file and its real path.
Found = tuple[str, str]
# Returns the patterns that hold in a real folder.
PatternsOf = Callable[[str], Sequence[Patterns]]
_IGNORED = "is ignored by Git"


class LeftOut(NamedTuple):
    """A file or folder that a walk does not read, and why; ``is_fault``: it cannot be read."""

    path: str
    reason: str
    is_fault: bool = False

    @property
    def is_ignored(self) -> bool:
        """Whether a ``.gitignore`` file is the reason."""
        return self.reason == _IGNORED


def no_patterns(_folder: str) -> Sequence[Patterns]:
    """Return no patterns."""
    return ()


def ignore_left_out(_left_out: LeftOut) -> None:
    """Ignore what a walk does not read."""


class Search(NamedTuple):
    """What a search for files reads.

    ``leave_out`` is called with what is excluded, and with links that are not followed: those that
    lead nowhere, and those out of the tree unless ``follows_links``. ``asks_tree``: files of the
    tree may say what is read: ``.gitignore`` files; and svclint's own files are no manifests.
    """

    patterns_of: PatternsOf = no_patterns
    leave_out: Callable[[LeftOut], None] = ignore_left_out
    follows_links: bool = False
    asks_tree: bool = True


class _Folder(NamedTuple):
    """A folder of a walk; ``is_out``: only what an include pattern names is read below it.

    ``decisions`` are those of ``.gitignore`` files. ``is_ignored``: only what Git tracks
    nevertheless is read below it. ``never_read`` are the names of folders below it.
    """

    path: str
    decisions: tuple[Decision, ...]
    is_in_go_module: bool
    is_ignored: bool = False
    is_out: bool = False
    never_read: frozenset[str] = NEVER_READ

    def ignores(self, path: str, *, is_folder: bool) -> bool:
        """Return whether ``.gitignore`` files ignore a real path in the folder."""
        return self.is_ignored or is_ignored(self.decisions, path, is_folder=is_folder)

    def below(self, path: str, real: str, *, is_out: bool) -> _Folder:
        """Return a folder in this one, whose real path is ``real``."""
        ignored = self.ignores(real, is_folder=True)
        return self._replace(path=path, is_ignored=ignored, is_out=is_out)


def walk(top: str, search: Search) -> Iterator[Found | ReadError]:
    """Yield the files below a folder in a fixed order, and errors of folders.

    Links to folders are not followed.
    """
    start, errors = _start(top, search)
    tree = tree_of(top) or real_folder(top)
    yield from errors
    pending = [start]
    while pending:
        here = pending.pop()
        try:
            entries = sorted(os.scandir(here.path), key=lambda entry: entry.name)
        except OSError as error:
            yield unreadable(here.path, error)
            continue
        names = {entry.name for entry in entries}
        links = {entry.name for entry in entries if entry.is_symlink()}
        note_links(here.path, has_any=bool(links))
        here, errors = _entered(here, names, search)
        yield from errors
        real = real_folder(here.path)
        patterns = search.patterns_of(real)
        folders: list[_Folder] = []
        for entry in entries:
            name, is_folder = entry.name, entry.is_dir(follow_symlinks=False)
            if not (is_folder or _may_be_manifest(name, search)):
                continue
            path = os.path.join(real, name)
            reason = _reason(here, path, names, patterns, is_folder=is_folder)
            if reason and name not in here.never_read and not here.is_out:
                search.leave_out(LeftOut(entry.path, reason))
            if is_folder:
                if not reason or is_named_below(patterns, path):
                    folders.append(here.below(entry.path, path, is_out=bool(reason)))
            elif reason:
                continue
            elif name not in links:
                yield entry.path, path
            elif reason := _unread_link(entry.path, tree, search):
                search.leave_out(LeftOut(entry.path, reason, is_fault=True))
            elif not os.path.isdir(entry.path):
                yield entry.path, real_path(entry.path)
        pending += reversed(folders)


def _unread_link(path: str, tree: str, search: Search) -> str:
    """Return why a link is not read; empty if it is."""
    target = os.path.realpath(path)
    if not search.follows_links and not is_in_tree(target, tree):
        return f"{leads_out(target)}, and is not read"
    if not os.path.exists(path):
        return f"is a link to {os.readlink(path)}, which leads nowhere"
    return ""


def leads_out(target: str) -> str:
    """Return what is wrong with a path that leads to a target outside of its tree."""
    return f"is a link out of the checkout, to {target} (--follow-links permits it)"


def reads(top: str, file: str, search: Search) -> bool:
    """Return whether a walk of a folder reads a file; true for a file that is not below it."""
    start, path = real_folder(top), real_path(file)
    if not path.startswith(os.path.join(start, "")):
        return True
    here, _ = _start(top, search)
    steps = os.path.relpath(path, start).split(os.sep)
    for number, name in enumerate(steps, 1):
        real = real_folder(here.path)
        # A file that is not saved yet may be in a folder that does not exist.
        names = frozenset(os.listdir(real) if os.path.isdir(real) else ())
        here, _ = _entered(here, names, search)
        below, is_folder = os.path.join(real, name), number < len(steps)
        reason = _reason(here, below, names, search.patterns_of(real), is_folder=is_folder)
        here = here.below(below, below, is_out=bool(reason))
    return not here.is_out


def _may_be_manifest(name: str, search: Search) -> bool:
    if not name.endswith(ENDINGS):
        return False
    # kubectl applies an object in such a file as in any other.
    return not search.asks_tree or name not in (OWN_FILE, BASELINE_FILE)


def _start(top: str, search: Search) -> tuple[_Folder, list[ReadError]]:
    folder = _Folder(top, (), _is_in_go_module(top))
    if not search.asks_tree:
        # Of the folders of version control, Git itself lets nobody commit its own.
        return folder._replace(never_read=frozenset((GIT_FOLDER,))), []
    above = ignored_above(top)
    return _with_decisions(folder._replace(is_ignored=above.is_ignored), above.found)


def _entered(
    folder: _Folder, names: Collection[str], search: Search
) -> tuple[_Folder, list[ReadError]]:
    """Return a folder with what the files in it say, and their errors."""
    if "go.mod" in names:
        folder = folder._replace(is_in_go_module=True)
    has_ignore_file = search.asks_tree and IGNORE_FILE in names
    return _with_decisions(folder, [gitignore(folder.path)] if has_ignore_file else [])


def _with_decisions(
    folder: _Folder, found: Sequence[Decision | ReadError]
) -> tuple[_Folder, list[ReadError]]:
    decisions = (each for each in found if not isinstance(each, ReadError))
    errors = [each for each in found if isinstance(each, ReadError)]
    return folder._replace(decisions=(*folder.decisions, *decisions)), errors


def _is_in_go_module(top: str) -> bool:
    """Return whether a folder above, in the same repository, is that of a Go module."""
    here, repository = os.path.realpath(top), checkout_of(top)
    while here != repository and os.path.dirname(here) != here:
        here = os.path.dirname(here)
        if os.path.isfile(os.path.join(here, "go.mod")):
            return True
    return False


def _reason(
    here: _Folder,
    path: str,
    beside: Collection[str],
    patterns: Sequence[Patterns],
    *,
    is_folder: bool,
) -> str:
    """Return why a file or folder is not read; empty if it is."""
    if is_folder and os.path.basename(path) in here.never_read:
        return _IGNORED
    reason = _IGNORED if here.is_out else ""
    if is_folder and not reason:
        kind = default_exclusion(path, beside, is_in_go_module=here.is_in_go_module)
        reason = f"is excluded by default: {kind}" if kind else ""
    if not reason and patterns and is_excluded(patterns, path, is_folder=is_folder):
        reason = "is excluded by a pattern"
    if not reason and here.ignores(path, is_folder=is_folder) and not is_tracked(path):
        reason = _IGNORED
    is_back = reason and patterns and is_included(patterns, path, is_folder=is_folder)
    return "" if is_back else reason
