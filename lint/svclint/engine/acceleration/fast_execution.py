"""The fast execution of a run: by several processes, with what the cache knows of files."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from svclint.engine.acceleration.file_cache import FileCache
from svclint.engine.acceleration.json_findings import DamagedError
from svclint.engine.acceleration.packing import BatchPacker
from svclint.engine.acceleration.result_encoding import (
    ItemFields,
    decode,
    encode,
    fields_of,
    items_of,
)
from svclint.engine.acceleration.shares import (
    MIN_BYTES,
    MIN_FILES,
    MIN_RESULTS,
    can_fork,
    processors,
    result_shares,
    shares_of,
)
from svclint.engine.execution import (
    Checking,
    Execution,
    Item,
    Packer,
    not_checked,
    results_of,
)
from svclint.engine.results import DocumentResult, Results
from svclint.engine.run_rules import Findings
from svclint.model import time_limit
from svclint.source.digest import digest_of
from svclint.source.file_ranges import Range, documents_in, read_range, whole_file
from svclint.source.files import STDIN, ReadError


class CheckedRange(NamedTuple):
    """What is found in a range of a file, as it is checked; the digest is empty without a cache.

    It is also empty if the file cannot be read.
    """

    file: str
    digest: bytes
    items: Iterable[Item]


class EncodedRange(NamedTuple):
    """What a worker found in a range of a file; ``text`` is the same for the cache."""

    file: str
    digest: bytes
    found: list[ItemFields]
    text: str


class FastExecution(Execution):
    """Checks files and results in ``jobs`` processes; ``None``: one per CPU for a large run.

    Files that the ``cache`` knows are not checked again. Iterating raises ``WorkerError`` if a
    worker is killed.
    """

    def __init__(self, jobs: int | None, cache: FileCache | None = None) -> None:
        self._jobs, self._cache = jobs, cache
        wanted = processors() if jobs is None else jobs
        self._processes = wanted if can_fork() else 1

    def check_files(
        self, files: Sequence[str], checking: Checking, progress: Callable[[int], None]
    ) -> Iterator[Item]:
        """Yield the result of each document of some files, in order, and errors."""
        cached = self._cache.known if self._cache else {}
        new = [file for file in files if file not in cached]
        by_file = groupby(self._pieces(new, checking), key=attrgetter("file"))
        for done, file in enumerate(files):
            progress(done)
            if file in cached:
                yield from self._from_cache(file, cached[file], checking)
            else:
                yield from self._from_pieces(file, next(by_file)[1], checking)
        progress(len(files))

    def check_results(
        self, results: Results, check: Callable[[DocumentResult], Findings]
    ) -> Iterator[Findings]:
        """Yield what ``check`` returns for each result, in order."""
        if self._processes < 2 or len(results) < MIN_RESULTS:
            yield from map(check, results)
            return
        first, *shares = result_shares(len(results), self._processes)
        # Check the first share before forking, so that workers inherit the indexes that it builds.
        yield from (check(results[number]) for number in first)
        gc.freeze()

        def check_share(share: range) -> list[Findings]:
            return [check(results[number]) for number in share]

        from svclint.engine.acceleration.workers import in_order  # noqa: PLC0415 - workers

        for findings in in_order(shares, check_share, self._processes):
            yield from findings

    def packer(self) -> Packer:
        """Return what packs the documents of very large runs."""
        return BatchPacker()

    def _from_cache(self, file: str, texts: Sequence[str], checking: Checking) -> Iterator[Item]:
        try:
            found = [each for text in texts for each in decode(text)]
        except DamagedError:
            yield from super().check_files([file], checking, lambda _done: None)
        else:
            yield from items_of(found, file, checking.facts_for(file))

    def _from_pieces(
        self, file: str, pieces: Iterable[CheckedRange | EncodedRange], checking: Checking
    ) -> Iterator[Item]:
        """Yield what was found in one file, and cache it."""
        texts: list[str] = []
        digest = b""
        is_complete = True
        for piece in pieces:
            digest = piece.digest
            if isinstance(piece, EncodedRange):
                texts.append(piece.text)
                is_complete = is_complete and not _has_error(piece.found)
                yield from items_of(piece.found, file, checking.facts_for(file))
            elif self._cache is None:
                yield from piece.items
            else:
                items = list(piece.items)
                is_complete = is_complete and not _has_error(items)
                # Encoded first: whoever gets an item drops data that is not needed any more.
                texts.append(encode(list(map(fields_of, items))))
                yield from items
        if self._cache is not None and digest and is_complete:
            self._cache.add(file, digest, texts)

    def _pieces(
        self, files: Sequence[str], checking: Checking
    ) -> Iterator[CheckedRange | EncodedRange]:
        sizes: list[int] = []
        is_cached = self._cache is not None
        if self._processes > 1 and STDIN not in files:
            sizes = list(map(self._cache.size_of if self._cache else _size, files))
        is_small = len(files) < MIN_FILES and sum(sizes) < MIN_BYTES
        if not sizes or (self._jobs is None and is_small):
            yield from _checked(map(whole_file, files), checking, is_cached)
            return
        shares = shares_of(files, sizes, self._processes, checking.most_bytes)
        # What the first share loads and caches, all workers have from the start.
        yield from _checked(shares[0], checking, is_cached)
        if len(shares) == 1:
            return
        # Nothing of this is garbage; a collection in a worker would copy every page of it.
        gc.freeze()

        def check_share(share: Sequence[Range]) -> list[EncodedRange]:
            sent: list[EncodedRange] = []
            for file, digest, items in _checked(share, checking, is_cached):
                found = list(map(fields_of, items))
                sent.append(EncodedRange(file, digest, found, encode(found) if is_cached else ""))
            return sent

        from svclint.engine.acceleration.workers import in_order  # noqa: PLC0415 - workers

        for pieces in in_order(shares[1:], check_share, self._processes):
            yield from pieces


def _checked(
    ranges: Iterable[Range], checking: Checking, is_cached: bool
) -> Iterator[CheckedRange]:
    for part in ranges:
        if time_limit.is_reached():
            yield CheckedRange(part.file, b"", (not_checked(part.file),))
            continue
        raw = read_range(part, checking.most_bytes)
        if isinstance(raw, ReadError):
            yield CheckedRange(part.file, b"", (raw,))
        else:
            documents = documents_in(part, raw, checking.kinds, is_isolated=checking.is_isolated)
            found = results_of(part.file, documents, checking.check)
            digest = part.digest or digest_of(raw) if is_cached else b""
            yield CheckedRange(part.file, digest, found)


def _has_error(items: Iterable[Item | ItemFields]) -> bool:
    """Return whether something was not checked, for a reason that need not last."""
    return any(isinstance(item, ReadError) for item in items)


def _size(file: str) -> int:
    try:
        return os.stat(file).st_size
    except OSError:
        return 0
