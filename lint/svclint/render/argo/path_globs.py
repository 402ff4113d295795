"""Paths in a tree that match a pattern with ``*``, ``?``, ``[…]`` and ``**``.

``glob`` of the standard library follows links, which may lead in a circle, and tries every way to
divide a path among several ``**``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

_ANY_DEPTH = "**"


def matching_paths(top: str, pattern: str) -> Iterator[str]:
    """Yield the files and folders below a folder that match, relative to it; each folder once.

    Wildcards do not match a dot at the start of a name, and no link to a folder is followed.
    """
    steps: list[str] = []
    for step in pattern.split("/"):
        if step not in ("", os.curdir) and [*steps[-1:], step] != [_ANY_DEPTH] * 2:
            steps.append(step)
    pending = [("", _reached([0], steps))]
    while pending:
        inside, places = pending.pop()
        for entry in _entries(os.path.join(top, inside)):
            after = _after(places, steps, entry.name)
            path = os.path.join(inside, entry.name)
            if len(steps) in after:
                yield path
            if after - {len(steps)} and entry.is_dir(follow_symlinks=False):
                pending.append((path, after))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _after(places: Iterable[int], steps: Sequence[str], name: str) -> set[int]:
    """Return the places in the pattern that may follow when a name is read at one of some."""
    found: set[int] = set()
    for place in places:
        step = steps[place] if place < len(steps) else ""
        if name.startswith(".") and not step.startswith("."):
            continue
        if step == _ANY_DEPTH:
            found.add(place)
        elif fnmatchcase(name, step):
            found.add(place + 1)
    return _reached(found, steps)


def _reached(places: Iterable[int], steps: Sequence[str]) -> set[int]:
    """Return some places and those after a ``**`` that stands for no folder."""
    found: set[int] = set()
    for place in places:
        at = place
        found.add(at)
        while at < len(steps) and steps[at] == _ANY_DEPTH:
            at += 1
            found.add(at)
    return found
