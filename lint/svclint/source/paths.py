"""Paths without links in them, at one look at the disk for a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeVar

    Answer = TypeVar("Answer")

# Folders that were walked, and hold no link, with their real paths: their files need not be looked
# at, and nor need the current folder.
_linkless: dict[str, str] = {}


def note_links(folder: str, *, has_any: bool) -> None:
    """Note whether a folder that was walked holds links, until walks are forgotten."""
    if has_any:
        _linkless.pop(folder, None)
    else:
        _linkless[folder] = real_folder(folder)


def forget_walks() -> None:
    """Forget what was noted: it need not hold any more, nor in another current folder."""
    _linkless.clear()


def is_link(file: str) -> bool:
    """Whether a file is a link."""
    return os.path.dirname(file) not in _linkless and os.path.islink(file)


def real_path(file: str) -> str:
    """Do what ``os.path.realpath`` does, which looks at every folder above a file each time."""
    return _real_file(file, "" if os.path.isabs(file) else os.getcwd())


# Several ask for the same file, one after the other.
@lru_cache(maxsize=64)
def _real_file(file: str, _current: str) -> str:
    folder, name = os.path.split(file)
    if name in ("", os.curdir, os.pardir) or is_link(file):
        return os.path.realpath(file)
    return os.path.join(real_folder(folder), name)


def real_folder_of(file: str) -> str:
    """Give the real path of the folder in which a file lies, or what it is a link to."""
    folder = os.path.dirname(file)
    if folder in _linkless:
        return _linkless[folder]
    if os.path.islink(file):
        return os.path.dirname(os.path.realpath(file))
    return real_folder(folder)


def real_folders_of(files: Collection[str]) -> set[str]:
    """Give the real path of each folder that some files are found in, or lie in."""
    folders = set(map(os.path.dirname, files))
    found = set(map(real_folder, folders))
    if not _linkless.keys() >= folders:
        found.update(map(real_folder_of, files))
    return found


def by_folder(ask: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """Give what asks of the folder of a file, or of what it is a link to, once for a folder.

    ``ask`` is given the real path of the folder.
    """
    known: dict[str, Answer] = {}

    def of(file: str) -> Answer:
        folder = os.path.dirname(file)
        if folder not in _linkless and os.path.islink(file):
            return ask(real_folder_of(file))
        if folder not in known:
            known[folder] = ask(real_folder(folder))
        return known[folder]

    return of


def real_folder(folder: str) -> str:
    """Give the real path of a folder, remembered for the length of the process."""
    return _real(folder, "" if os.path.isabs(folder) else os.getcwd())


@lru_cache(maxsize=4096)
def _real(folder: str, _current: str) -> str:
    return os.path.realpath(folder)


# Many files of a run lie in the same folders.
@lru_cache(maxsize=4096)
def steps_between(here: str, there: str) -> int:
    """Say how many folders lie between two, up and down; both end in a separator, or are none."""
    left, right = here.split(os.sep)[:-1], there.split(os.sep)[:-1]
    common = next(
        (at for at, (mine, its) in enumerate(zip(left, right, strict=False)) if mine != its),
        min(len(left), len(right)),
    )
    return len(left) + len(right) - 2 * common
