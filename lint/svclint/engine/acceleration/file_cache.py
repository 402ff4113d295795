"""The cached results of single files, each checked alone.

A file is recognised by its content or, if its size and times are as before, without reading it.
Results across documents are never cached: any other file may have changed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import NamedTuple

from svclint.engine.acceleration import cache_store
from svclint.engine.acceleration.json_findings import fields
from svclint.engine.acceleration.state import State, size_in
from svclint.source.digest import digest_of
from svclint.source.files import ReadError, read_file
from svclint.source.paths import real_folder_of

_FIELDS = (str, (str, type(None)), str, str)


class FileEntry(NamedTuple):
    """What is cached of a file: its stat if it can be relied on, its digest, its surroundings.

    ``texts`` are encoded results, one for each range of the file.
    """

    stat: str | None
    digest: str
    around: str
    texts: Sequence[str]


class FileCache:
    """The results of single files in earlier runs with the same key, and new ones of this run.

    ``known`` contains the texts of each file that is as it was.
    """

    def __init__(self, key: str, state: State, note: cache_store.Note) -> None:
        self._key, self._state = key, state
        self._around_of: dict[str, str] = {}
        self._entries = cache_store.load_text(key, _decode, note) or {}
        self._room = cache_store.MAX_BYTES // 2
        self._is_changed = False
        self.known: dict[str, Sequence[str]] = {}
        for file in state.files if self._entries else ():
            texts = self._known(file)
            if texts is not None:
                self.known[file] = texts

    def size_of(self, file: str) -> int:
        """Return the size of a file of the run, 0 if it does not exist."""
        stat = self._state.files[file]
        return 0 if stat is None else size_in(stat)

    def add(self, file: str, digest: bytes, texts: Sequence[str]) -> None:
        """Cache the results of a file that had this digest when it was read."""
        self._room -= sum(map(len, texts))
        if self._room > 0:
            self._put(file, digest.hex(), texts)
        else:
            # Nothing will be stored.
            self._entries.clear()

    def save(self) -> None:
        """Store the results, with those of files that this run did not read."""
        if self._is_changed and self._room > 0:
            others = self._entries.keys() - self._state.files.keys()
            for file in [file for file in others if not os.path.lexists(file)]:
                del self._entries[file]
            cache_store.store_text(self._key, _encode(self._entries))

    def _known(self, file: str) -> Sequence[str] | None:
        entry = self._entries.get(file)
        if entry is None or entry.around != self._around(file):
            return None
        if entry.stat is None or entry.stat != self._state.files[file]:
            raw = read_file(file)
            if isinstance(raw, ReadError) or digest_of(raw).hex() != entry.digest:
                return None
            self._put(file, entry.digest, entry.texts)
        return entry.texts

    def _put(self, file: str, digest: str, texts: Sequence[str]) -> None:
        stat = None if file in self._state.fresh else self._state.files.get(file)
        self._entries[file] = FileEntry(stat, digest, self._around(file), texts)
        self._is_changed = True

    def _around(self, file: str) -> str:
        """Return a digest of what lies around a file; empty for most trees."""
        return self._around_folder(real_folder_of(file)) if self._state.around else ""

    def _around_folder(self, folder: str) -> str:
        """Return a digest of what lies in a folder and in those above it."""
        if folder not in self._around_of:
            above = os.path.dirname(folder)
            digest = "" if above == folder else self._around_folder(above)
            here = self._state.around.get(folder)
            if here is not None:
                digest = digest_of(json.dumps((digest, here)).encode()).hex()
            self._around_of[folder] = digest
        return self._around_of[folder]


def _encode(known: dict[str, FileEntry]) -> str:
    """Write a line for each file; JSON text contains neither tabs nor line breaks."""
    return "\n".join(
        "\t".join((json.dumps((file, *entry[:3])), *entry.texts)) for file, entry in known.items()
    )


def _decode(text: str) -> dict[str, FileEntry]:
    """Return the entries; the texts are decoded when they are used. Raises ``DamagedError``."""
    known: dict[str, FileEntry] = {}
    for line in text.split("\n") if text else ():
        head, *texts = line.split("\t")
        file, stat, digest, around = fields(cache_store.parse(head), _FIELDS)
        known[file] = FileEntry(stat, digest, around, texts)
    return known
