"""Judge files one by one: here, or shared among forked workers when there are many."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from svclint.engine.across import ForEach
from svclint.engine.alone import CheckDocument, FactsFor
from svclint.engine.document_wire import (
    Item,
    found_of,
    items_of,
    pack,
    plain_found,
    plain_item,
    plain_of,
    unpack,
)
from svclint.engine.packing import DocumentResult, Results
from svclint.engine.rules import Findings
from svclint.engine.wire import Plain
from svclint.engine.workers import MOST_TASKS, can_fork, in_order, processors
from svclint.source.digest import digest_of
from svclint.source.file_ranges import Range, documents_in, ranges_of, read_range, whole_file
from svclint.source.files import STDIN, ReadError

if TYPE_CHECKING:
    from svclint.engine.file_cache import FileCache

# Below this, starting workers takes longer than the work.
FEWEST_FILES, FEWEST_BYTES = 200, 1 << 20
FEWEST_RESULTS = 500
# The number of shares of each worker, so that all end at about the same time, and their size.
SHARES = 16
SMALLEST_SHARE, LARGEST_SHARE = 1 << 16, 1 << 20


class Checking(NamedTuple):
    """What happens to each document alone, with the facts of its file; ``kinds`` are read."""

    check: CheckDocument
    facts_for: FactsFor
    kinds: frozenset[str]


# What a range of a file came to: the file, its digest (empty where it could not be read), and the
# items, packed where they come from a worker.
Part = tuple[str, bytes, "Iterable[Item] | bytes"]


def check_files(
    files: Sequence[str],
    how: Checking,
    jobs: int | None,
    memory: FileCache | None = None,
    tell: Callable[[int], None] = lambda _done: None,
) -> Iterator[Item]:
    """Judge every document of some files by itself, in order; give the trouble of files, too.

    ``jobs`` is the number of workers; ``None`` stands for as many as there are processors, where
    there is enough to do. What ``memory`` knows is not judged again. ``tell`` is told how many
    files are done. Raises ``WorkerError`` where a worker is killed.
    """
    known = memory.known if memory else {}
    size_of = memory.size_of if memory else _size
    parts = _parts([file for file in files if file not in known], size_of, how, jobs)
    fresh = groupby(parts, key=itemgetter(0))
    for done, file in enumerate(files):
        tell(done)
        if file not in known:
            yield from _learnt(file, next(fresh)[1], how, memory)
            continue
        for packed in known[file]:
            yield from items_of(unpack(packed), file, how.facts_for)
    tell(len(files))


def _learnt(
    file: str, parts: Iterable[Part], how: Checking, memory: FileCache | None
) -> Iterator[Item]:
    """Give what was found in the parts of one file, and have it remembered."""
    packed: list[bytes] = []
    digest = b""
    for _, digest, found in parts:  # noqa: B007 - the last one is meant
        if isinstance(found, bytes):
            packed.append(found)
            yield from items_of(unpack(found), file, how.facts_for)
        elif memory is None:
            yield from found
        else:
            plain: list[Plain] = []
            for item in found:
                # Later, others may have taken from the document what they do not need.
                plain.append(plain_item(item))
                yield item
            packed.append(pack(plain))
    if memory is not None and digest:
        memory.learn(file, digest, packed)


def _parts(
    files: Sequence[str], size_of: Callable[[str], int], how: Checking, jobs: int | None
) -> Iterator[Part]:
    wanted = processors() if jobs is None else jobs
    sizes = [] if wanted < 2 or not can_fork() or STDIN in files else list(map(size_of, files))
    is_small = len(files) < FEWEST_FILES and sum(sizes) < FEWEST_BYTES
    check = how.check
    if not sizes or (jobs is None and is_small):
        yield from _checked(map(whole_file, files), check, how.kinds)
        return
    shares = _shares(files, sizes, wanted)
    # The first share is done here: what it loads and remembers, all workers have from the start.
    yield from _checked(shares[0], check, how.kinds)
    # Nothing of this is garbage; a collection in a worker would copy every page of it.
    gc.freeze()

    def work(share: Sequence[Range]) -> list[Part]:
        judged = _checked(share, check, how.kinds)
        return [(file, digest, list(items)) for file, digest, items in judged]

    for share in in_order(shares[1:], work, wanted, _packed, list):
        yield from share


def _packed(parts: Iterable[Part]) -> list[Part]:
    return [
        (file, digest, items if isinstance(items, bytes) else pack(plain_of(items)))
        for file, digest, items in parts
    ]


def _checked(
    ranges: Iterable[Range], check: CheckDocument, kinds: frozenset[str]
) -> Iterator[tuple[str, bytes, Iterable[Item]]]:
    for part in ranges:
        raw = read_range(part)
        if isinstance(raw, ReadError):
            yield part.file, b"", (raw,)
        else:
            digest = part.digest or digest_of(raw)
            yield part.file, digest, map(check, documents_in(part, raw, kinds))


def for_each_result(jobs: int | None) -> ForEach:
    """Give the way to share out work on documents that have been judged by themselves."""
    wanted = processors() if jobs is None else jobs

    def spread(judged: Results, work: Callable[[DocumentResult], Findings]) -> Iterator[Findings]:
        if wanted < 2 or not can_fork() or len(judged) < FEWEST_RESULTS:
            yield from map(work, judged)
            return
        first = max(FEWEST_RESULTS // 8, len(judged) // 64)
        # What these have indexed of all objects, no worker has to index again, or to hold again.
        yield from (work(judged[number]) for number in range(first))
        gc.freeze()
        size = max(FEWEST_RESULTS // 8, len(judged) // (16 * wanted))
        shares = [range(at, min(at + size, len(judged))) for at in range(first, len(judged), size)]

        def work_off(share: range) -> list[Findings]:
            return [work(judged[number]) for number in share]

        for share in in_order(shares, work_off, wanted, _plain_share, _share_of):
            yield from share

    return spread


def _plain_share(share: Iterable[Findings]) -> list[list[Plain]]:
    return [list(map(plain_found, found)) for found in share]


def _share_of(plain: Iterable[Iterable[Plain]]) -> list[Findings]:
    return [list(map(found_of, found)) for found in plain]


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
