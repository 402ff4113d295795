"""What a run depends on besides its options: its files, and what lies around them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from typing import NamedTuple

from svclint.source.digest import digest_of
from svclint.source.files import OWN_FILE
from svclint.source.kustomization import CHART_FILE, NAMES
from svclint.source.paths import real_folders_of
from svclint.source.recognition.compared_files import CHAINSAW_NAMES

# The coarsest file times, in nanoseconds: a file that has just changed may change again without
# getting another time.
_FRESH = 2_000_000_000

# Size, times and inode of a file. As text: a run may have a million.
Stat = str


class State(NamedTuple):
    """What a run depends on, when it began.

    ``files`` are the files that it reads; ``around`` are, for each folder, files that change how
    others are checked: a configuration, a kustomization, a test, the top of a repository. ``fresh``
    are files that changed at ``fresh_from`` (nanoseconds) or later: their results are not cached.
    """

    files: dict[str, Stat | None]
    around: dict[str, dict[str, Stat | None]]
    fresh_from: int
    fresh: set[str]

    @property
    def digest(self) -> str:
        """A digest that is different for every other state."""
        return digest_of(json.dumps((self.files, self.around)).encode()).hex()


def state_of(files: Sequence[str]) -> State:
    """Return the present state of a run over some files."""
    fresh_from, fresh = time.time_ns() - _FRESH, set[str]()
    around: dict[str, dict[str, Stat | None]] = {}
    for folder in _folders_over(files):
        found: dict[str, Stat | None] = {}
        for name in (OWN_FILE, CHART_FILE, *NAMES, *CHAINSAW_NAMES):
            stat = noted_stat(os.path.join(folder, name), fresh_from, fresh)
            if stat is not None:
                found[name] = stat
        if os.path.lexists(os.path.join(folder, ".git")):
            # Only its existence matters: git writes into it all the time.
            found[".git"] = None
        if found:
            around[folder] = found
    seen = {file: noted_stat(file, fresh_from, fresh) for file in files}
    return State(seen, around, fresh_from, fresh)


def stat_of(file: str) -> Stat | None:
    """Return the present stat of a file, ``None`` if there is none."""
    return noted_stat(file, 0, set())


def noted_stat(file: str, fresh_from: int, fresh: set[str]) -> Stat | None:
    """Return the stat of a file, and add it to ``fresh`` if it changed at a time or later."""
    try:
        status = os.stat(file)
    except OSError:
        return None
    if status.st_mtime_ns >= fresh_from or status.st_ctime_ns >= fresh_from:
        fresh.add(file)
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def size_in(stat: Stat) -> int:
    """Return the size of a file from its stat."""
    return int(stat.partition(" ")[0])


def _folders_over(files: Sequence[str]) -> list[str]:
    over: set[str] = set()
    for folder in real_folders_of(files):
        here = folder
        while here not in over:
            over.add(here)
            here = os.path.dirname(here)
    return sorted(over)
