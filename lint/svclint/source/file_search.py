"""Find the files of a run: those that are named, and those in folders and patterns."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from glob import glob, has_magic

from svclint.source.exclusion import Patterns
from svclint.source.files import STDIN, ReadError
from svclint.source.paths import forget_walks, real_path
from svclint.source.walking import Found, LeftOut, PatternsOf, walk


def no_patterns(_folder: str) -> Sequence[Patterns]:
    """Return no patterns."""
    return ()


def ignore_left_out(_left_out: LeftOut) -> None:
    """Ignore what a walk does not read."""


def find_files(
    paths: Sequence[str],
    patterns_of: PatternsOf = no_patterns,
    leave_out: Callable[[LeftOut], None] = ignore_left_out,
) -> Iterator[str | ReadError]:
    """Yield every file to read, once, in a fixed order.

    Folders are searched for YAML and JSON, except what ``.gitignore`` files and patterns exclude,
    and without following links to folders. Files given by name are read whatever their extension.
    ``leave_out`` is called with what is excluded.
    """
    forget_walks()
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path, patterns_of, leave_out):
            if isinstance(found, ReadError):
                yield found
            elif found[1] not in seen:
                seen.add(found[1])
                yield found[0]


def _expand(
    path: str, patterns_of: PatternsOf, leave_out: Callable[[LeftOut], None]
) -> Iterator[Found | ReadError]:
    if path == STDIN:
        yield path, path
    elif "\0" in path:
        yield ReadError(path, "cannot be read: its name contains a null character")
    elif os.path.isdir(path):
        yield from walk(path, patterns_of, leave_out)
    elif os.path.lexists(path):
        yield path, real_path(path)
    else:
        yield from _matching(path, patterns_of, leave_out)


def _matching(
    path: str, patterns_of: PatternsOf, leave_out: Callable[[LeftOut], None]
) -> Iterator[Found | ReadError]:
    if not has_magic(path):
        yield ReadError(path, "does not exist; check the name and the current folder")
        return
    found = sorted(glob(path, recursive=True))
    if not found:
        yield ReadError(path, "matches no file; check the pattern and the current folder")
    for match in found:
        yield from _expand(match, patterns_of, leave_out)
