"""Run a command of git within limits of time and memory."""

from __future__ import annotations

import contextlib
import os
import subprocess

from svclint.model import ConfigError, time_limit

# Enough for a very large repository; a FIFO among its configuration files would block forever.
SECONDS = 120
_TOO_LONG = f"it took more than {SECONDS} seconds"
# Of the heap, which contains no files that are mapped: a line of a device has no end.
_MEMORY_BYTES = 2 << 30


class RevisionError(ConfigError):
    """The revision, the repository or git itself is missing; the message says which."""


def output_of(command: list[str], environment: dict[str, str], stdin: str = "") -> bytes:
    """Return what a command of git prints. Raises ``RevisionError``."""
    # Not even the grace period is for git: nothing can be reported without its answer.
    seconds = min(SECONDS, time_limit.remaining())
    # Options come before the name of most commands.
    name = command[min(4, len(command) - 1)]
    with subprocess.Popen(  # noqa: S603 - a revision from the user follows --end-of-options
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            _limit_memory(process.pid)
            found, errors = process.communicate(os.fsencode(stdin), seconds)
        except BaseException as error:
            process.kill()
            if isinstance(error, subprocess.TimeoutExpired):
                reason = time_limit.spelled() if time_limit.is_reached() else _TOO_LONG
                raise RevisionError(f"git {name} was stopped: {reason}") from None
            raise
    if process.returncode:
        lines = os.fsdecode(errors).strip().splitlines() or [f"git {name} failed"]
        raise RevisionError(lines[0])
    return found


def _limit_memory(process: int) -> None:
    try:
        from resource import RLIMIT_DATA, prlimit  # noqa: PLC0415 - Linux
    except ImportError:
        return
    # The process may have ended already.
    with contextlib.suppress(OSError):
        prlimit(process, RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
