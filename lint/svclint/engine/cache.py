"""Remember what a run came to, for as long as nothing that it depends on changes.

An entry is one file, replaced as a whole: processes that run at the same time cannot mix theirs.
Whatever goes wrong with it (a full disk, a folder that cannot be written, damage) costs time only.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from svclint.engine.code_digest import own_code
from svclint.engine.wire import Plain
from svclint.source.digest import DIGEST_SIZE, digest_of
from svclint.source.files import OWN_FILE
from svclint.source.kustomization import NAMES
from svclint.source.paths import real_folders_of

_MAGIC = b"svclint run 3\n"
_ENDING = ".run"
DAMAGED = "the cache was damaged, and is rebuilt"
MOST_BYTES = 128 << 20
# File times are this coarse at worst: what changed later may change again unseen.
_FRESH = 2_000_000_000


# Size, times and number of a file, as far as there is one: packed, since a run may have many.
Stat = bytes


class State(NamedTuple):
    """What a run depends on, as it was seen.

    ``files`` are those it reads, ``around`` what lies beside them that matters, by folder: a
    configuration, a kustomization, a repository's top. What was changed at ``fresh_from``, in
    nanoseconds, or later, may change again unseen: those files are ``fresh``.
    """

    files: dict[str, Stat | None]
    around: dict[str, dict[str, Stat | None]]
    fresh_from: int
    fresh: set[str]

    @property
    def digest(self) -> bytes:
        """What tells this state from any other."""
        return digest_of(told((self.files, self.around)))


class DamagedError(Exception):
    """An entry of the cache is not what was written."""


def cache_folder() -> str:
    """Give the folder for entries: $SVCLINT_CACHE_DIR, or one below the user's for caches."""
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


def state_of(files: Sequence[str]) -> State:
    """Look at all that a run over some files depends on: the files and what lies around them."""
    fresh_from, fresh = time.time_ns() - _FRESH, set[str]()
    around: dict[str, dict[str, Stat | None]] = {}
    for folder in _folders_over(files):
        found: dict[str, Stat | None] = {}
        for name in (OWN_FILE, *NAMES):
            stat = _look(os.path.join(folder, name), fresh_from, fresh)
            if stat is not None:
                found[name] = stat
        if os.path.lexists(os.path.join(folder, ".git")):
            # Only whether there is one matters: git writes into it all the time.
            found[".git"] = None
        if found:
            around[folder] = found
    seen = {file: _look(file, fresh_from, fresh) for file in files}
    return State(seen, around, fresh_from, fresh)


def load(key: str, state: State) -> Plain | None:
    """Give what a run with this key came to in this state. Raises ``DamagedError``."""
    body = _read(key)
    if body is None:
        return None
    its_digest, others, plain = marshal.loads(body)  # noqa: S302 - our own words
    is_same = its_digest == state.digest and all(stat_of(file) == its for file, its in others)
    return plain if is_same else None


def _read(key: str) -> bytes | None:
    """Give an entry. That it is ours say its owner and its digest, lest marshal read another's."""
    try:
        with open(_file(key), "rb") as stream:
            if hasattr(os, "geteuid") and os.fstat(stream.fileno()).st_uid != os.geteuid():
                return None
            raw = stream.read()
    except OSError:
        return None
    head = len(_MAGIC) + DIGEST_SIZE
    if not raw.startswith(_MAGIC) or raw[len(_MAGIC) : head] != digest_of(raw[head:]):
        raise DamagedError
    return raw[head:]


def store(key: str, state: State, plain: Plain, others: Sequence[str] = ()) -> None:
    """Keep what a run came to, if it can be kept.

    ``others`` are files that it depends on as well, which only the run itself can name.
    """
    seen = [(file, _look(file, state.fresh_from, state.fresh)) for file in others]
    if not state.fresh:
        _write(key, marshal.dumps((state.digest, seen, plain)))


def load_files(key: str) -> dict[str, Plain]:
    """Give what single files came to in runs with this key. Raises ``DamagedError``."""
    body = _read(key)
    known: dict[str, Plain] = {} if body is None else marshal.loads(body)  # noqa: S302 - our own
    return known


def store_files(key: str, known: dict[str, Plain]) -> None:
    """Keep what single files came to, if it can be kept."""
    _write(key, marshal.dumps(known))


def _write(key: str, body: bytes) -> None:
    if len(body) > MOST_BYTES // 2:
        return
    file = _file(key)
    fresh = f"{file}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        with open(fresh, "wb") as stream:
            stream.writelines((_MAGIC, digest_of(body), body))
        os.replace(fresh, file)
        _prune()
    except OSError:
        import contextlib  # noqa: PLC0415 - full disks are rare

        with contextlib.suppress(OSError):
            os.unlink(fresh)


def clear() -> int:
    """Remove every entry; say how many bytes that were. Raises ``OSError``."""
    entries = _entries()
    for _, _, file in entries:
        os.unlink(file)
    return sum(size for _, size, _ in entries)


def _prune() -> None:
    """Remove the oldest entries beyond the bound."""
    room = MOST_BYTES
    for _, size, file in sorted(_entries(), reverse=True):
        room -= size
        if room < 0:
            os.unlink(file)


def _entries() -> list[tuple[int, int, str]]:
    """Give the time, size and file of every entry, and of what a killed process left."""
    try:
        with os.scandir(cache_folder()) as found:
            return [
                (status.st_mtime_ns, status.st_size, entry.path)
                for entry in found
                if _ENDING in entry.name and (status := entry.stat(follow_symlinks=False))
            ]
    except FileNotFoundError:
        return []


@lru_cache(maxsize=8)
def _file(key: str) -> str:
    """Name an entry by its key, the folder that paths begin at, this Python, and this svclint."""
    whole = repr((key, os.getcwd(), sys.version, own_code()))
    return os.path.join(cache_folder(), digest_of(whole.encode()).hex() + _ENDING)


def _folders_over(files: Sequence[str]) -> list[str]:
    over: set[str] = set()
    for folder in real_folders_of(files):
        here = folder
        while here not in over:
            over.add(here)
            here = os.path.dirname(here)
    return sorted(over)


def size_in(stat: Stat) -> int:
    """Give the size of a file that was looked at."""
    size: int = marshal.loads(stat)[0]  # noqa: S302 - our own words
    return size


def stat_of(file: str) -> Stat | None:
    """Look at a file, without reading it."""
    return _look(file, 0, set())


def _look(file: str, fresh_from: int, fresh: set[str]) -> Stat | None:
    """Look at a file, and add it to those that were changed at a time or later."""
    try:
        status = os.stat(file)
    except OSError:
        return None
    seen = status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
    if seen[1] >= fresh_from or seen[2] >= fresh_from:
        fresh.add(file)
    return told(seen)


def told(seen: Plain) -> bytes:
    """Give bytes that are the same for the same: later formats depend on who else holds a part."""
    return marshal.dumps(seen, 2)
