"""Keep what tools print, by digest of the tool, its arguments and everything that it reads."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import Protocol

from svclint.render.confinement import ToolError


class Store(Protocol):
    """Where texts are kept between runs, by key."""

    def load(self, key: str) -> str | None:
        """Return the ASCII text of an entry, ``None`` if there is none that can be used."""
        ...

    def store(self, key: str, text: str) -> None:
        """Keep an ASCII text, if possible."""
        ...


class _Current:
    """The store of the run; ``None`` outside of one and without a cache."""

    store: Store | None = None


@contextmanager
def caching(store: Store | None) -> Generator[None]:
    """Keep what tools print in a store during a block."""
    before, _Current.store = _Current.store, store
    try:
        yield
    finally:
        _Current.store = before


def cached(
    program: str,
    words: Sequence[str],
    inputs: Callable[[], Iterable[tuple[str, str]]],
    run: Callable[[], bytes],
) -> bytes:
    """Return what ``run`` returns, from the store if it is known. Raises ``ToolError``.

    ``words`` are the arguments of the program, without names of temporary files; ``inputs`` returns
    all files that it reads: a stable name, and where the content is now.
    """
    store = _Current.store
    if store is None:
        return run()
    key = _key(program, words, inputs())
    known = store.load(key)
    if known is not None:
        text, reason = json.loads(known)
        if reason:
            raise ToolError(reason)
        return str(text).encode("utf-8", "surrogateescape")
    try:
        raw = run()
    except ToolError as error:
        # What took too long may be faster next time.
        if error.is_repeatable:
            store.store(key, json.dumps(["", str(error)]))
        raise
    store.store(key, json.dumps([raw.decode("utf-8", "surrogateescape"), ""]))
    return raw


def _key(program: str, words: Sequence[str], files: Iterable[tuple[str, str]]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for name, file in sorted(files):
        digest.update(os.fsencode(name) + b"\0")
        try:
            with open(file, "rb") as stream:
                digest.update(hashlib.blake2b(stream.read(), digest_size=16).digest())
        except OSError:
            digest.update(b"-")
    status = os.stat(program)
    identity = program, status.st_size, status.st_mtime_ns, status.st_ino
    return repr(("rendered", identity, tuple(words), digest.hexdigest()))
