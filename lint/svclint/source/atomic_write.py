"""Write files atomically: a reader finds the old file or the complete new one."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import BinaryIO


def write_text(file: str, text: str) -> None:
    """Write a text as UTF-8. Raises ``OSError``.

    A regular file is replaced. Anything else, such as a pipe, is appended to, and so is
    ``/dev/stderr``, which may be a log that already has content.
    """
    raw = text.encode("utf-8", "backslashreplace")
    if file.startswith("/dev/") or (os.path.exists(file) and not os.path.isfile(file)):
        with open(file, "ab") as stream:
            stream.write(raw)
        return
    replace_file(file, raw)


def replace_file(file: str, raw: bytes) -> None:
    """Replace the content of a regular file, or create it. Raises ``OSError``."""
    with replacing(file) as stream:
        stream.write(raw)


@contextmanager
def replacing(file: str, *, sync: bool = False) -> Generator[BinaryIO]:
    """Yield a stream whose content replaces a regular file, or creates it, if no error occurs.

    The file keeps its mode and, if permitted, its owner; links to it stay links. With ``sync``,
    the content is on disk before the file is replaced.
    """
    target = os.path.realpath(file)
    folder, name = os.path.split(target)
    temporary = os.path.join(folder, f".{name}.{secrets.token_hex(4)}.tmp")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    try:
        with open(descriptor, "w+b") as stream:
            yield stream
            if sync:
                stream.flush()
                os.fsync(stream.fileno())
        with suppress(FileNotFoundError):
            _copy_owner(target, temporary)
            shutil.copymode(target, temporary)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _copy_owner(source: str, target: str) -> None:
    status = os.stat(source)
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(PermissionError):
            os.chown(target, status.st_uid, status.st_gid)
