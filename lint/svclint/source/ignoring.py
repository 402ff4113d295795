"""What ``.gitignore`` files leave out, except files that Git tracks nevertheless."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

from svclint.source.checkout import checkout_of
from svclint.source.file_cache import cached_from_files
from svclint.source.files import IGNORE_FILE, MOST_IGNORE_BYTES, ReadError, read_file
from svclint.source.paths import real_folder

# Whether a ``.gitignore`` file ignores a real path below its folder, which may be a folder itself;
# ``None`` if it has no pattern for it.
Decision = Callable[[str, bool], bool | None]
_checkout_of = cached_from_files(checkout_of)


class IgnoredAbove(NamedTuple):
    """The ``.gitignore`` files above a folder, outermost first; ``is_ignored``: by one of them."""

    found: list[Decision | ReadError]
    is_ignored: bool


def ignored_above(folder: str) -> IgnoredAbove:
    """Return what the files between a folder and its repository's top decide."""
    top, start = checkout_of(folder), os.path.realpath(folder)
    found: list[Decision | ReadError] = []
    if not top or start == top:
        return IgnoredAbove(found, is_ignored=False)
    here, is_out = top, False
    for step in os.path.relpath(start, top).split(os.sep):
        if os.path.lexists(os.path.join(here, IGNORE_FILE)):
            found.append(gitignore(here))
        here = os.path.join(here, step)
        decisions = [each for each in found if not isinstance(each, ReadError)]
        is_out = is_out or is_ignored(decisions, here, is_folder=True)
    return IgnoredAbove(found, is_out)


def is_ignored(decisions: Sequence[Decision], path: str, *, is_folder: bool) -> bool:
    """Return whether files ignore a real path, outermost first: the innermost one decides.

    Source: gitignore(5), "patterns in the higher level files being overridden by those in lower
    level files".
    """
    found = (decide(path, is_folder) for decide in reversed(decisions))
    return next((each for each in found if each is not None), False)


def is_tracked(path: str) -> bool:
    """Return whether Git tracks a real path that is ignored, or something below it."""
    top = _checkout_of(os.path.dirname(path))
    if not top:
        return False
    from svclint.source.git import tracked_though_ignored  # noqa: PLC0415 - starts a process

    return path in tracked_though_ignored(top)


def gitignore(folder: str) -> Decision | ReadError:
    """Return the decision of the ``.gitignore`` file of a folder; Git does not follow links to it.

    Source: gitignore(5), "Git does not follow symbolic links when accessing a .gitignore file".
    """
    from svclint.source.path_patterns import PathPatterns  # noqa: PLC0415 - most folders have none

    file = os.path.join(folder, IGNORE_FILE)
    raw = b"" if os.path.islink(file) else read_file(file, MOST_IGNORE_BYTES)
    if isinstance(raw, ReadError):
        return raw
    patterns = PathPatterns(raw.decode("utf-8-sig", "replace").split("\n"))
    top = os.path.join(os.path.realpath(folder), "")

    def decide(path: str, is_folder: bool) -> bool | None:
        # Folders are walked without following links, so everything lies below the top.
        above, name = os.path.split(path)
        inside = os.path.join(real_folder(above), name).removeprefix(top)
        return patterns.decide(inside.replace(os.sep, "/"), is_folder=is_folder)

    return decide
