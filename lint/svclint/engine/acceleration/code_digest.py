"""The digest of svclint's own code: results that other code cached are not used."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib import import_module

from svclint.source.digest import digest_of

# The packages with code and data; an editable install has them in three places.
_PACKAGES = ("svclint", "svclint.rules", "svclint.schemas")
_THIS_FILE = b"svclint/engine/acceleration/code_digest.py,"


def program_digest() -> bytes:
    """Return the digest of what the installer recorded, or else of sizes and times of the files.

    The record contains a digest of each file. Whoever edits an installed copy clears the cache.
    """
    packages = os.path.dirname(import_module("svclint").__path__[0])
    records = [
        os.path.join(packages, name, "RECORD")
        for name in os.listdir(packages)
        if name.startswith("svclint-") and name.endswith(".dist-info")
    ]
    # Two records are left by an interrupted upgrade.
    if len(records) == 1 and os.path.isfile(records[0]):
        with open(records[0], "rb") as stream:
            record = stream.read()
        # The record of an editable install names no code.
        if _THIS_FILE in record:
            return digest_of(record)
    return digest_of(repr(sorted(_files())).encode("utf-8", "surrogateescape"))


def _files() -> Iterable[tuple[str, int, int]]:
    pending = [path for package in _PACKAGES for path in import_module(package).__path__]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                is_folder = entry.is_dir() and entry.name != "__pycache__"
                if is_folder:
                    pending.append(entry.path)
                # The hundreds of schemas of a version are only replaced together with their folder.
                if is_folder or entry.name.endswith(".py"):
                    status = entry.stat()
                    yield entry.path, status.st_size, status.st_mtime_ns
