"""What ``.gitignore`` files leave out, except files that Git tracks nevertheless."""

from __future__ import annotations

import os
from collections.abc import Callable

from svclint.source.checkout import checkout_of
from svclint.source.file_cache import cached_from_files
from svclint.source.files import IGNORE_FILE, MOST_IGNORE_BYTES, ReadError, read_file
from svclint.source.paths import real_folder

Ignored = Callable[[str, bool], bool]
_checkout_of = cached_from_files(checkout_of)


def ignored_above(folder: str) -> list[Ignored | ReadError]:
    """Return tests for the ``.gitignore`` files between a folder and its repository's top."""
    top = checkout_of(folder)
    if not top:
        return []
    above: list[str] = []
    here = os.path.realpath(folder)
    while here != top:
        here = os.path.dirname(here)
        above.append(here)
    return [
        gitignore(at) for at in reversed(above) if os.path.lexists(os.path.join(at, IGNORE_FILE))
    ]


def is_tracked(path: str) -> bool:
    """Return whether Git tracks a real path that is ignored, or something below it."""
    top = _checkout_of(os.path.dirname(path))
    if not top:
        return False
    from svclint.source.git import tracked_though_ignored  # noqa: PLC0415 - starts a process

    return path in tracked_though_ignored(top)


def gitignore(folder: str) -> Ignored | ReadError:
    """Return a test for the ``.gitignore`` file of a folder; Git does not follow links to one.

    Source: gitignore(5), "Git does not follow symbolic links when accessing a .gitignore file".
    """
    from svclint.source.path_patterns import PathPatterns  # noqa: PLC0415 - most folders have none

    file = os.path.join(folder, IGNORE_FILE)
    raw = b"" if os.path.islink(file) else read_file(file, MOST_IGNORE_BYTES)
    if isinstance(raw, ReadError):
        return raw
    patterns = PathPatterns(raw.decode("utf-8-sig", "replace").split("\n"))
    top = os.path.join(os.path.realpath(folder), "")

    def test(path: str, is_folder: bool) -> bool:
        # Folders are walked without following links, so everything lies below the top.
        above, name = os.path.split(path)
        inside = os.path.join(real_folder(above), name).removeprefix(top)
        return patterns.matches(inside.replace(os.sep, "/"), is_folder=is_folder)

    return test
