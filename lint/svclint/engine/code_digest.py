"""Which svclint this is, down to its code: what another one remembered holds for that one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib import import_module

from svclint.source.digest import digest_of

# Where the rules and what judges them lie: editable installs have three homes.
_HOMES = ("svclint", "svclint.rules", "svclint.schemas")


def own_code() -> bytes | list[tuple[str, int, int]]:
    """Tell this svclint from any other: by what its installer recorded, or by its files.

    The record holds a digest of each file. Who edits an installed copy in place clears the cache.
    """
    package = os.path.dirname(os.path.dirname(__file__))
    packages = os.path.dirname(package)
    records = [
        os.path.join(packages, name, "RECORD")
        for name in os.listdir(packages)
        if name.startswith("svclint-") and name.endswith(".dist-info")
    ]
    if len(records) == 1 and os.path.isfile(records[0]):
        with open(records[0], "rb") as stream:
            recorded = stream.read()
        # That of an editable install names none of the code.
        if b"svclint/engine/cache.py," in recorded:
            return digest_of(recorded)
    return sorted(_own_files())


def _own_files() -> Iterable[tuple[str, int, int]]:
    pending = [path for home in _HOMES for path in import_module(home).__path__]
    while pending:
        with os.scandir(pending.pop()) as found:
            for entry in found:
                is_folder = entry.is_dir() and entry.name != "__pycache__"
                if is_folder:
                    pending.append(entry.path)
                # Of the hundreds of schemas, those of a version come and go together.
                if is_folder or entry.name.endswith(".py"):
                    status = entry.stat()
                    yield entry.path, status.st_size, status.st_mtime_ns
