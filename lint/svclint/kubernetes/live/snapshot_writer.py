"""Write a snapshot, completely or not at all, with one page of a list in memory at a time."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from typing import BinaryIO, cast

from svclint.kubernetes.live.access import Target, connect
from svclint.kubernetes.live.cluster import Reading, read_into
from svclint.kubernetes.live.listing import Item, Progress
from svclint.kubernetes.live.snapshot import SnapshotError
from svclint.model.safe_json import safe_json
from svclint.source.atomic_write import is_device, replacing

_BEGINNING = b'{"apiVersion":"v1","kind":"List","items":[\n'
_END = b"\n]}\n"


def write_snapshot(
    target: Target, file: str, progress: Progress, *, with_releases: bool = False
) -> Reading:
    """Write the objects of a cluster to a file, or to standard output if ``file`` is empty.

    ``with_releases``: also the last releases of Helm, which are Secrets. An existing file stays
    until the new one is complete. Raises ``SnapshotError``.
    """
    access = connect(target)
    with _opened(file) as stream:
        store = _Items(stream)
        reading = read_into(store, access, target.namespace, progress, with_releases=with_releases)
        store.add(reading.facts)
        stream.write(_END)
    return reading


class _Items:
    """A store in a file: a List with one object per line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        stream.write(_BEGINNING)

    def mark(self) -> int:
        return self._stream.tell()

    def roll_back(self, mark: int) -> None:
        self._stream.seek(mark)
        self._stream.truncate()

    def add(self, item: Item) -> None:
        if self._stream.tell() != len(_BEGINNING):
            self._stream.write(b",\n")
        self._stream.write(safe_json(item, separators=(",", ":")).encode())


@contextmanager
def _opened(file: str) -> Generator[BinaryIO]:
    """Open a stream that replaces the file, or is printed, only if no error occurs."""
    if os.path.isdir(file):
        raise SnapshotError(f"{file} is a folder; name a file in it")
    try:
        with replacing(file, sync=True) if _is_replaceable(file) else _copied(file) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SnapshotError(f"{file or 'standard output'} cannot be written: {reason}") from None


def _is_replaceable(file: str) -> bool:
    """Return whether the file can be replaced, which a pipe or a device cannot."""
    return bool(file) and not is_device(file)


@contextmanager
def _copied(file: str) -> Generator[BinaryIO]:
    """Copy everything at the end: readers of a pipe must not take half a cluster for all of it."""
    with tempfile.TemporaryFile() as spool:
        stream = cast(BinaryIO, spool)
        yield stream
        stream.seek(0)
        if file:
            with open(file, "wb") as output:
                shutil.copyfileobj(stream, output)
        else:
            shutil.copyfileobj(stream, sys.stdout.buffer)
            sys.stdout.buffer.flush()
