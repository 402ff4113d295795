"""Read the files of a run: limited in size, and never from a device."""

from __future__ import annotations

import os
import stat
import sys
from functools import lru_cache
from typing import BinaryIO, NamedTuple

ENDINGS = (".yaml", ".yml", ".json")
MAX_BYTES = 512 * 1024 * 1024
IGNORE_FILE = ".gitignore"
MOST_IGNORE_BYTES = 1024 * 1024
STDIN = "-"
# svclint's own files contain no objects.
OWN_FILE = ".svclint.yaml"
BASELINE_FILE = ".svclint-baseline.json"


class ReadError(NamedTuple):
    """A file that could not be checked: its name, and a message with the reason and remedy."""

    file: str
    message: str


class Rendered(NamedTuple):
    """Manifests that are not in a file of their own; ``name`` stands for the file's name."""

    name: str
    raw: bytes


def is_rendered(name: str) -> bool:
    """Return whether a name stands for a rendered kustomization or chart."""
    return name.startswith(("<kustomize build ", "<helm template "))


def rendered_folder(name: str) -> str:
    """Return the folder of the chart or kustomization that a name stands for; empty for others."""
    if not name.startswith("<") or name == "<stdin>":
        return ""
    inside = name.strip("<>").removeprefix("kustomize build ").removeprefix("helm template ")
    return inside.partition(" with ")[0].partition(" by ")[0]


def read_file(file: str, most: int = MAX_BYTES, *, may_be_empty: bool = False) -> bytes | ReadError:
    """Return the bytes of a file or of standard input, at most ``most``.

    Empty standard input is an error unless it ``may_be_empty``: the command before has failed.
    """
    if file == STDIN:
        raw = _read_once(sys.stdin.buffer)
        if not raw and not may_be_empty:
            return ReadError("", "standard input is empty")
        return _too_large(file, len(raw), most) if len(raw) > most else raw
    try:
        descriptor = os.open(file, _FLAGS)
        try:
            return _whole(file, descriptor, most)
        finally:
            os.close(descriptor)
    except OSError as error:
        return unreadable(file, error)
    except ValueError:
        return ReadError(file, "cannot be read: its name contains a null character")


@lru_cache(maxsize=1)
def _read_once(stream: BinaryIO) -> bytes:
    """Read standard input once; ``fix`` reads it again."""
    return stream.read(MAX_BYTES + 1)


# Without O_NONBLOCK, opening a FIFO waits for a writer, perhaps forever.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _whole(file: str, descriptor: int, most: int) -> bytes | ReadError:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        return ReadError(file, f"is {_kind(status.st_mode)}; {_PIPE_REMEDY}")
    if status.st_size > most:
        return _too_large(file, status.st_size, most)
    raw = os.read(descriptor, status.st_size + 1)
    if len(raw) <= status.st_size and raw:
        return raw
    # The file is growing, or reports no size, as files of /proc do.
    with open(descriptor, "rb", closefd=False) as stream:
        raw += stream.read(most)
    return _too_large(file, len(raw), most) if len(raw) > most else raw


_PIPE_REMEDY = "name a file or folder, or pipe into `svclint check -`"


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a FIFO"
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"


def _too_large(file: str, size: int, most: int) -> ReadError:
    limit = f"{most // 1024**2} MiB" if most >= 1024**2 and not most % 1024**2 else f"{most} bytes"
    return ReadError(file, f"has {size} bytes, more than {limit}; split it")


def unreadable(file: str, error: OSError) -> ReadError:
    """Return the error of a file that the system does not let read."""
    reason = (error.strerror or str(error)).lower()
    return ReadError(file, f"cannot be read: {reason}")
