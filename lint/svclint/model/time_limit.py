"""The time limit of a run: what takes longer is interrupted, and what follows is not checked.

A signal interrupts the work on one file or one object only while ``INTERRUPTIBLE`` says so, so that
everything found before is kept. Where a system has no such signal, and in a thread, the limit
takes effect between two files.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from time import monotonic
from typing import Any

# What remains after the limit, such as writing the report, may take this many seconds more.
GRACE = 10.0
_FOREVER = float("inf")
# A year.
_LONGEST = 365 * 24 * 3600.0


class TimeLimitReached(BaseException):
    """The time limit of the run is reached; not an ``Exception``, so that no rule absorbs it."""


class _Limit:
    seconds = 0.0
    deadline = _FOREVER
    is_interruptible = False


def is_reached() -> bool:
    """Return whether the time of the run is over."""
    return _Limit.deadline is not _FOREVER and monotonic() >= _Limit.deadline


def remaining() -> float:
    """Return how many seconds of the run are left; infinite without a limit."""
    return max(_Limit.deadline - monotonic(), 0.0)


def spelled() -> str:
    """Return the limit for a message."""
    return f"the time limit of {_Limit.seconds:g} s is reached"


@contextmanager
def time_limit(seconds: float | None) -> Generator[None]:
    """Limit the time of a run. Raises ``TimeLimitReached`` if even the grace period is over."""
    if seconds is None:
        yield
        return
    # No timer can be set to infinity, or to what is not a number.
    seconds = min(_LONGEST, seconds)
    _Limit.seconds, _Limit.deadline = seconds, monotonic() + seconds
    is_signalled = _can_signal()
    before = signal.signal(signal.SIGALRM, _interrupt) if is_signalled else None
    rearm()
    try:
        yield
    finally:
        _Limit.deadline = _FOREVER
        if is_signalled:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def rearm() -> None:
    """Start the timer for what remains of the limit, also in a process that was forked."""
    if _Limit.deadline is not _FOREVER and _can_signal():
        left = max(_Limit.deadline - monotonic(), 0.001)
        signal.setitimer(signal.ITIMER_REAL, left, 1.0)


class _Interruptible:
    """Allows ``TimeLimitReached`` to be raised anywhere in a block."""

    def __enter__(self) -> None:
        _Limit.is_interruptible = True

    def __exit__(self, *_: object) -> None:
        _Limit.is_interruptible = False


# Entered for every document, so there is only one.
INTERRUPTIBLE = _Interruptible()


def _can_signal() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _interrupt(_signal: int, _frame: Any) -> None:
    if not is_reached():
        return
    if _Limit.is_interruptible or monotonic() >= _Limit.deadline + GRACE:
        _Limit.is_interruptible = False
        raise TimeLimitReached
