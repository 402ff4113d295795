"""Judge files one by one: here, or shared among forked workers when there are many."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from svclint.engine import KINDS_READ, FactsFor, Judged, Live, Spread, alone
from svclint.judge import Found
from svclint.parts import Item, found_of, items_of, plain_found, plain_of
from svclint.plain import Plain
from svclint.rule import Rule
from svclint.source.document import Document
from svclint.source.files import STDIN, ReadError
from svclint.source.ranges import Range, ranges_of, read_range, whole_file
from svclint.workers import MOST_TASKS, can_fork, in_order, processors

# Below this, starting workers takes longer than the work.
FEWEST_FILES, FEWEST_BYTES = 200, 1 << 20
FEWEST_JUDGED = 5000
# How many shares a worker gets, so that all end at about the same time, and how large they are.
SHARES = 16
SMALLEST_SHARE, LARGEST_SHARE = 1 << 16, 1 << 20


class How(NamedTuple):
    """How documents are judged."""

    rules: Sequence[Rule]
    facts_for: FactsFor
    live: Live | None = None
    kinds: frozenset[str] = KINDS_READ


def judge_files(files: Sequence[str], how: How, jobs: int | None) -> Iterator[Item]:
    """Judge every document of some files by itself, in order; give the trouble of files, too.

    ``jobs`` is the number of workers; ``None`` stands for as many as there are processors, where
    there is enough to do. Raises ``WorkerError`` where one of them is killed.
    """
    sizes = [_size(file) for file in files]
    wanted = processors() if jobs is None else jobs
    is_small = len(files) < FEWEST_FILES and sum(sizes) < FEWEST_BYTES
    if wanted < 2 or not can_fork() or (jobs is None and is_small) or STDIN in files:
        yield from _judge(map(whole_file, files), how)
        return
    shares = _shares(files, sizes, wanted)
    # The first share is done here: what it loads and remembers, all workers have from the start.
    yield from _judge(shares[0], how)
    # Nothing of this is garbage; a collection in a worker would copy every page of it.
    gc.freeze()
    for plain in in_order(shares[1:], lambda share: plain_of(_judge(share, how)), wanted):
        yield from items_of(plain, how.facts_for)


def spread_over(jobs: int | None) -> Spread:
    """Give the way to share out work on documents that have been judged by themselves."""
    wanted = processors() if jobs is None else jobs

    def spread(judged: Sequence[Judged], work: Callable[[Judged], Found]) -> Iterator[Found]:
        if wanted < 2 or not can_fork() or len(judged) < FEWEST_JUDGED:
            yield from map(work, judged)
            return
        size = max(FEWEST_JUDGED // 4, len(judged) // (16 * wanted))
        shares = [range(at, min(at + size, len(judged))) for at in range(0, len(judged), size)]

        def done(share: range) -> list[list[Plain]]:
            return [list(map(plain_found, work(judged[number]))) for number in share]

        for share in in_order(shares, done, wanted):
            for found in share:
                yield list(map(found_of, found))

    return spread


def _judge(ranges: Iterable[Range], how: How) -> Iterator[Item]:
    errors: list[ReadError] = []

    def documents() -> Iterator[Document]:
        for each in ranges:
            for found in read_range(each, how.kinds):
                if isinstance(found, ReadError):
                    errors.append(found)
                else:
                    yield found

    for judged in alone(documents(), how.rules, how.facts_for, how.live):
        yield from errors
        errors.clear()
        yield judged
    yield from errors


def _shares(files: Sequence[str], sizes: Sequence[int], jobs: int) -> list[list[Range]]:
    """Divide files into shares of about equal size, large files among several."""
    count = min(SHARES * jobs, MOST_TASKS // 2)
    size = max(SMALLEST_SHARE, min(LARGEST_SHARE, sum(sizes) // count), sum(sizes) // MOST_TASKS)
    most = max(FEWEST_FILES // 8, len(files) // (MOST_TASKS // 2))
    shares: list[list[Range]] = [[]]
    room = size
    for file, its_size in zip(files, sizes, strict=True):
        for part in ranges_of(file, its_size, size):
            if room <= 0 or len(shares[-1]) >= most:
                shares.append([])
                room = size
            shares[-1].append(part)
            room -= part.size
    return shares


def _size(file: str) -> int:
    try:
        return os.stat(file).st_size
    except OSError:
        return 0
