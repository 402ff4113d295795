"""How a run reports what it is doing."""

from __future__ import annotations

from collections.abc import Callable

# Called with the phase of a run, how much of it is done, and how much is known to remain.
Progress = Callable[[str, int, int], None]


def no_progress(_phase: str, _done: int, _remaining: int) -> None:
    """Ignore progress."""
