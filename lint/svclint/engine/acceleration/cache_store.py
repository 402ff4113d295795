"""The entries of the cache: one file each, replaced as a whole and checked when read.

Whatever goes wrong with an entry (a full disk, a folder that is not writable, damage) only costs
time. An entry is JSON text behind a line with its digest.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar

from svclint.engine.acceleration.code_digest import program_digest
from svclint.engine.acceleration.json_findings import DamagedError
from svclint.source.digest import digest_of

Decoded = TypeVar("Decoded")
Note = Callable[[str], None]

# Change the number whenever entries change.
_HEADER = b"svclint cache 4 "
_ENDING = ".run"
_DAMAGED = "the cache was damaged, and is rebuilt"
MAX_BYTES = 128 << 20


def cache_folder() -> str:
    """Return the folder of the entries: $SVCLINT_CACHE_DIR, or one in the user's cache folder."""
    if own := os.environ.get("SVCLINT_CACHE_DIR"):
        return own
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        top = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        top = os.path.join(home, "Library", "Caches")
    else:
        top = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(top, "svclint", "runs")


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

    ``note`` is called with a sentence if the entry is damaged.
    """
    raw = _read(key)
    if raw is None:
        return None
    head, _, body = raw.partition(b"\n")
    try:
        if head == _head(body):
            return decode(body.decode("ascii"))
    except (DamagedError, UnicodeDecodeError):
        pass
    note(_DAMAGED)
    return None


def _read(key: str) -> bytes | None:
    try:
        with open(_file(key), "rb") as stream:
            # An entry that another user has placed there is not used.
            if hasattr(os, "geteuid") and os.fstat(stream.fileno()).st_uid != os.geteuid():
                return None
            return stream.read()
    except OSError:
        return None


def store_text(key: str, text: str) -> None:
    """Store an ASCII text, if possible."""
    if len(text) > MAX_BYTES // 2:
        return
    file, body = _file(key), text.encode("ascii")
    temporary = f"{file}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        with open(temporary, "wb") as stream:
            stream.writelines((_head(body), b"\n", body))
        os.replace(temporary, file)
        _prune()
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)


def clear() -> int:
    """Remove every entry; return how many bytes they had. Raises ``OSError``."""
    entries = _entries()
    for _, _, file in entries:
        os.unlink(file)
    return sum(size for _, size, _ in entries)


def _head(body: bytes) -> bytes:
    return _HEADER + digest_of(body).hex().encode()


def _prune() -> None:
    """Remove the oldest entries until the others fit into the maximum size."""
    room = MAX_BYTES
    for _, size, file in sorted(_entries(), reverse=True):
        room -= size
        if room < 0:
            os.unlink(file)


def _entries() -> list[tuple[int, int, str]]:
    """Return time, size and file of every entry, and of the files that killed processes left."""
    try:
        with os.scandir(cache_folder()) as found:
            return [
                (status.st_mtime_ns, status.st_size, entry.path)
                for entry in found
                if _ENDING in entry.name and (status := entry.stat(follow_symlinks=False))
            ]
    except FileNotFoundError:
        return []


def _file(key: str) -> str:
    """Return the file of an entry: other folders, Pythons or svclints have entries of their own."""
    whole = repr((key, os.getcwd(), sys.version, _program()))
    return os.path.join(
        cache_folder(), digest_of(whole.encode("utf-8", "surrogateescape")).hex() + _ENDING
    )


_program = cache(program_digest)
