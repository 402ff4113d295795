"""Write a file so that nobody ever finds half of it."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress


def write_whole(file: str, text: str) -> None:
    """Put a text, as UTF-8, in the place of a file at once. Raises ``OSError``.

    What is no plain file, such as ``/dev/stderr`` or a pipe, is written to as it is.
    """
    raw = text.encode("utf-8", "backslashreplace")
    goal = os.path.realpath(file)
    if os.path.exists(goal) and not os.path.isfile(goal):
        with open(goal, "wb") as stream:
            stream.write(raw)
        return
    folder, name = os.path.split(goal)
    beside = os.path.join(folder, f".{name}.{secrets.token_hex(4)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(beside, flags, 0o666), "wb") as stream:
            stream.write(raw)
        with suppress(FileNotFoundError):
            shutil.copymode(goal, beside)
        os.replace(beside, goal)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
