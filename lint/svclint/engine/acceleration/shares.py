"""Divide the work of a run into shares for several processes, if it is worth sharing."""

from __future__ import annotations

import os
from collections.abc import Sequence

from svclint.source.file_ranges import Range, ranges_of

# Below this, workers do not pay: importing and starting the pool takes 40 ms of CPU, and copied
# pages and pickled results as much again. Checking takes about 0.15 ms a file alone and 15 µs a
# document across. Real trees of 300 to 760 files take 0.06 to 0.1 s beside the start.
MIN_FILES, MIN_BYTES = 1000, 4 << 20
MIN_RESULTS = 5000
# More shares than this take too long to keep track of.
_MAX_SHARES = 4096
# Shares per process, so that all end at about the same time, and their size in bytes.
_SHARES = 16
_MIN_SHARE, _MAX_SHARE = 1 << 16, 1 << 20
_MAX_FILES, _MIN_DOCUMENTS = 25, 62


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Return whether the system can start workers with everything that this process has."""
    return hasattr(os, "fork")


def shares_of(
    files: Sequence[str], sizes: Sequence[int], processes: int, most_bytes: int
) -> list[list[Range]]:
    """Divide files into shares of about equal size; large files are divided as well.

    Files of more than ``most_bytes`` are not read.
    """
    total = sum(sizes)
    size = max(_MIN_SHARE, min(_MAX_SHARE, total // (_SHARES * processes)), total // _MAX_SHARES)
    max_files = max(_MAX_FILES, len(files) // (_MAX_SHARES // 2))
    shares: list[list[Range]] = [[]]
    room = size
    for file, its_size in zip(files, sizes, strict=True):
        for part in ranges_of(file, its_size, size, most_bytes):
            if room <= 0 or len(shares[-1]) >= max_files:
                shares.append([])
                room = size
            shares[-1].append(part)
            room -= part.size
    return shares


def result_shares(count: int, processes: int) -> list[range]:
    """Divide the numbers of results into shares; the first one is small."""
    first = max(_MIN_DOCUMENTS, count // 64)
    size = max(_MIN_DOCUMENTS, count // (_SHARES * processes))
    return [range(first), *(range(at, min(at + size, count)) for at in range(first, count, size))]
