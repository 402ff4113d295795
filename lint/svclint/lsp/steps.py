"""Long work in short steps, between which an editor has its answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from time import monotonic

# The length of a step, in seconds.
STEP = 0.02


async def run_in_steps(
    rest: Iterator[set[str]],
    is_enough: Callable[[], bool],
    is_interrupted: Callable[[], bool],
    show: Callable[[str], None],
) -> None:
    """Exhaust an iterator over sets of files, as far as enough, and show each file after a step."""
    touched: set[str] = set()
    began = monotonic()
    is_over = False
    while not (is_over or is_interrupted()):
        found = next(rest, None)
        touched |= found or set()
        is_over = found is None or is_enough()
        if not is_over and monotonic() - began > STEP:
            _show_all(touched, show)
            await asyncio.sleep(0.001)
            began = monotonic()
    _show_all(touched, show)


def _show_all(touched: set[str], show: Callable[[str], None]) -> None:
    for file in touched:
        show(file)
    touched.clear()
