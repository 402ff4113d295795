"""The entries of the cache: one file each, replaced as a whole and checked when read.

Whatever goes wrong with an entry (a full disk, a folder that is not writable, damage) only costs
time. An entry is JSON text behind a line with its digest, which needs the key in the folder.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any, TypeVar

from svclint.engine.acceleration.code_digest import program_digest
from svclint.engine.acceleration.json_findings import DamagedError
from svclint.engine.acceleration.private_folder import (
    PrivateFolder,
    UntrustedError,
    private_folder,
)
from svclint.source.digest import digest_of

Decoded = TypeVar("Decoded")
Note = Callable[[str], None]

# Change the number whenever entries change.
_HEADER = b"svclint cache 6 "
_ENDING = ".run"
_DAMAGED = "the cache was damaged, and is rebuilt"
MAX_BYTES = 128 << 20


def cache_folder() -> str:
    """Return the folder of the entries: $SVCLINT_CACHE_DIR, or one in the user's cache folder."""
    if own := os.environ.get("SVCLINT_CACHE_DIR"):
        return own
    from platformdirs import user_cache_dir  # noqa: PLC0415 - loads slowly

    return os.path.join(user_cache_dir("svclint", appauthor=False), "runs")


def load(key: str, decode: Callable[[Any], Decoded | None], note: Note) -> Decoded | None:
    """Return the decoded JSON value of an entry, ``None`` if there is none that can be used."""
    return load_text(key, lambda text: decode(parse(text)), note)


def store(key: str, value: Any) -> None:
    """Store a JSON value, if possible."""
    store_text(key, json.dumps(value, separators=(",", ":")))


def parse(text: str) -> Any:
    """Return a JSON value. Raises ``DamagedError``."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise DamagedError from None


def load_text(key: str, decode: Callable[[str], Decoded | None], note: Note) -> Decoded | None:
    """Return the decoded text of an entry, ``None`` if there is none that can be used.

    ``note`` is called with a sentence if the entry is damaged, or the folder not trustworthy.
    """
    try:
        folder = _folder()
        if folder is None:
            return None
        name = _name(key)
        raw = folder.read(name, MAX_BYTES)
        if raw is None:
            return None
        head, _, body = raw.partition(b"\n")
        if head == _head(folder, name, body):
            return decode(body.decode("ascii"))
    except UntrustedError as error:
        note(f"the cache {cache_folder()} is not used: {error}")
        return None
    except OSError:
        return None
    except (DamagedError, UnicodeDecodeError):
        pass
    note(_DAMAGED)
    return None


def store_text(key: str, text: str) -> None:
    """Store an ASCII text, if possible."""
    if len(text) > MAX_BYTES // 2:
        return
    name, body = _name(key), text.encode("ascii")
    with suppress(OSError, UntrustedError):
        folder = _folder()
        if folder is not None:
            folder.write(name, (_head(folder, name, body), b"\n", body))
            _prune(folder)


class RenderStore:
    """Keeps what rendering tools print; ``note`` is called as for ``load_text``."""

    def __init__(self, note: Note) -> None:
        self._note = note

    def load(self, key: str) -> str | None:
        """Return the text of an entry, ``None`` if there is none that can be used."""
        return load_text(key, str, self._note)

    def store(self, key: str, text: str) -> None:
        """Keep an ASCII text, if possible."""
        store_text(key, text)


def clear() -> int:
    """Remove every entry; return how many bytes they had. Raises ``OSError``."""
    if not os.path.isdir(cache_folder()):
        return 0
    try:
        folder = _folder()
    except UntrustedError as error:
        raise OSError(f"{cache_folder()} is not the cache of svclint: {error}") from None
    if folder is None:
        return 0
    entries = _entries(folder)
    for _, _, name in entries:
        folder.remove(name)
    folder.remove_key()
    _opened.cache_clear()
    return sum(size for _, size, _ in entries)


def _folder() -> PrivateFolder | None:
    """Return the open folder of the entries. Raises ``UntrustedError``."""
    return _opened(cache_folder())


# One descriptor in each process.
_opened = lru_cache(maxsize=1)(private_folder)


def _head(folder: PrivateFolder, name: str, body: bytes) -> bytes:
    return _HEADER + folder.digest(name.encode(), body).encode()


def _prune(folder: PrivateFolder) -> None:
    """Remove the oldest entries until the others fit into the maximum size."""
    room = MAX_BYTES
    for _, size, name in sorted(_entries(folder), reverse=True):
        room -= size
        if room < 0:
            folder.remove(name)


def _entries(folder: PrivateFolder) -> list[tuple[int, int, str]]:
    """Return time, size and name of every entry, and of the files that killed processes left."""
    return [each for each in folder.files() if _ENDING in each[2]]


def _name(key: str) -> str:
    """Return the file of an entry: other folders, Pythons or svclints have entries of their own."""
    whole = repr((key, os.getcwd(), sys.version, _program()))
    return digest_of(whole.encode("utf-8", "surrogateescape")).hex() + _ENDING


_program = cache(program_digest)
