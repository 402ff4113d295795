"""Real paths of files, with one access to the disk per folder instead of several per file."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TypeVar

Answer = TypeVar("Answer")

# The real paths of searched folders without links: their files need no access to the disk.
_linkless: dict[str, str] = {}


def note_links(folder: str, *, has_any: bool) -> None:
    """Record whether a searched folder contains links, until ``forget_walks``."""
    if has_any:
        _linkless.pop(folder, None)
    else:
        _linkless[folder] = real_folder(folder)


def forget_walks() -> None:
    """Drop all records: links may have changed, or the current folder."""
    _linkless.clear()


def is_link(file: str) -> bool:
    """Return whether a file is a link."""
    return os.path.dirname(file) not in _linkless and os.path.islink(file)


def real_path(file: str) -> str:
    """Return what ``os.path.realpath`` returns, which inspects every folder above a file."""
    return _real_file(file, "" if os.path.isabs(file) else os.getcwd())


# Several callers in a row need the same file.
@lru_cache(maxsize=64)
def _real_file(file: str, _current: str) -> str:
    folder, name = os.path.split(file)
    if name in ("", os.curdir, os.pardir) or is_link(file):
        return os.path.realpath(file)
    return os.path.join(real_folder(folder), name)


def path_beside(file: str, path: str) -> str:
    """Return a path that is relative to the folder of the file that names it."""
    return os.path.join(os.path.dirname(os.path.abspath(file)), path)


def are_in_one_folder(file: str, other: str) -> bool:
    """Return whether two files are in one folder, by their names."""
    return os.path.dirname(file) == os.path.dirname(other)


def real_folder_of(file: str) -> str:
    """Return the real path of the folder that contains a file, or the file that it links to."""
    folder = os.path.dirname(file)
    if folder in _linkless:
        return _linkless[folder]
    if os.path.islink(file):
        return os.path.dirname(os.path.realpath(file))
    return real_folder(folder)


def real_folders_of(files: Collection[str]) -> set[str]:
    """Return the real paths of the folders that contain files, or the files they link to."""
    folders = set(map(os.path.dirname, files))
    found = set(map(real_folder, folders))
    if not _linkless.keys() >= folders:
        found.update(map(real_folder_of, files))
    return found


def by_folder(function: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """Return a function of a file that calls another with the real path of its folder.

    Results are cached by folder. A link counts as the file that it links to.
    """
    known: dict[str, Answer] = {}

    def of(file: str) -> Answer:
        folder = os.path.dirname(file)
        if folder not in _linkless and os.path.islink(file):
            return function(real_folder_of(file))
        if folder not in known:
            known[folder] = function(real_folder(folder))
        return known[folder]

    return of


def real_folder(folder: str) -> str:
    """Return the real path of a folder, cached for the lifetime of the process."""
    return _real(folder, "" if os.path.isabs(folder) else os.getcwd())


def _real(folder: str, current: str) -> str:
    found = _known.get((folder, current))
    if found is None:
        above, name = os.path.split(folder)
        known = _known.get((above, current))
        if known is None or name in ("", os.curdir, os.pardir) or os.path.islink(folder):
            found = os.path.realpath(folder)
        else:
            # A walk comes from above; realpath would inspect every folder above again.
            found = os.path.join(known, name)
        _known[folder, current] = found
    return found


# The real path by folder and current folder.
_known: dict[tuple[str, str], str] = {}
