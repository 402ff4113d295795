"""What single files came to by themselves in earlier runs.

A file is known by its content, and where its size and times are what they were, without reading
it. What it comes to beside others is never remembered: any other file may have changed.
"""

from __future__ import annotations

import os

from svclint.engine import cache
from svclint.engine.wire import Plain
from svclint.source.digest import digest_of
from svclint.source.files import ReadError, read_file
from svclint.source.paths import real_folder_of


class FileCache:
    """What is known of files from earlier runs, and what this run learns of others.

    ``known`` holds, for each file that is as it was, what was found in it, packed by range.
    """

    def __init__(self, key: str, state: cache.State, entries: dict[str, Plain]) -> None:
        """Look up the files of a state among what is stored under a key."""
        self._key, self._state = key, state
        self._chains: dict[str, bytes] = {}
        self._entries = entries
        self._room = cache.MOST_BYTES // 2
        self._is_changed = False
        self.known: dict[str, list[bytes]] = {}
        for file in state.files if self._entries else ():
            packed = self._known(file)
            if packed is not None:
                self.known[file] = packed

    def size_of(self, file: str) -> int:
        """Give the size of a file of the run, 0 where it is not there."""
        stat = self._state.files[file]
        return 0 if stat is None else cache.size_in(stat)

    def learn(self, file: str, digest: bytes, packed: list[bytes]) -> None:
        """Take in what a file came to that had this digest when it was read."""
        self._room -= sum(map(len, packed))
        if self._room > 0:
            self._put(file, digest, packed)
        else:
            # None of it will be stored.
            self._entries.clear()

    def save(self) -> None:
        """Keep what was learnt, beside what is known of files that this run did not read."""
        if self._is_changed and self._room > 0:
            others = self._entries.keys() - self._state.files.keys()
            for file in [file for file in others if not os.path.lexists(file)]:
                del self._entries[file]
            cache.store_files(self._key, self._entries)

    def _known(self, file: str) -> list[bytes] | None:
        entry = self._entries.get(file)
        if entry is None or entry[2] != self._around(file):
            return None
        stat, digest, _, packed = entry
        if stat is None or stat != self._state.files[file]:
            raw = read_file(file)
            if isinstance(raw, ReadError) or digest_of(raw) != digest:
                return None
            self._put(file, digest, packed)
        found: list[bytes] = packed
        return found

    def _put(self, file: str, digest: bytes, packed: list[bytes]) -> None:
        stat = None if file in self._state.fresh else self._state.files.get(file)
        self._entries[file] = (stat, digest, self._around(file), packed)
        self._is_changed = True

    def _around(self, file: str) -> bytes:
        """Tell what lies around a file; in most trees, nothing."""
        return self._chain(real_folder_of(file)) if self._state.around else b""

    def _chain(self, folder: str) -> bytes:
        """Tell what lies in a folder and above it from anything else that might."""
        if folder not in self._chains:
            above = os.path.dirname(folder)
            chain = b"" if above == folder else self._chain(above)
            here = self._state.around.get(folder)
            if here is not None:
                chain = digest_of(chain + cache.told(here))
            self._chains[folder] = chain
        return self._chains[folder]
