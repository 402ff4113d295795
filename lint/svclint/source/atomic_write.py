"""Write a file so that nobody ever finds half of it."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress


def write_whole(file: str, text: str) -> None:
    """Put a text, as UTF-8, in the place of a file at once. Raises ``OSError``.

    To what is no plain file, such as a pipe, it is appended; to ``/dev/stderr``, too, which may be
    a log that has begun.
    """
    raw = text.encode("utf-8", "backslashreplace")
    if file.startswith("/dev/") or (os.path.exists(file) and not os.path.isfile(file)):
        with open(file, "ab") as stream:
            stream.write(raw)
        return
    replace(file, raw)


def replace(file: str, raw: bytes) -> None:
    """Put bytes in the place of a plain file at once, or make one. Raises ``OSError``.

    A file keeps its mode and, if that may be, its owner; links to it stay links.
    """
    goal = os.path.realpath(file)
    folder, name = os.path.split(goal)
    beside = os.path.join(folder, f".{name}.{secrets.token_hex(4)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(beside, flags, 0o666), "wb") as stream:
            stream.write(raw)
        with suppress(FileNotFoundError):
            _keep_owner(goal, beside)
            shutil.copymode(goal, beside)
        os.replace(beside, goal)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _keep_owner(goal: str, beside: str) -> None:
    status = os.stat(goal)
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(PermissionError):
            os.chown(beside, status.st_uid, status.st_gid)
