"""Threads that run rendering tools, which end with them."""

from __future__ import annotations

import os
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from svclint.render.confinement import without_tools


@contextmanager
def tool_threads(jobs: int | None, most: int) -> Generator[ThreadPoolExecutor]:
    """Return ``jobs`` threads, by default one for each processor, but not more than ``most``.

    An exception in the block, such as an interrupt, ends their tools and what they would do next.
    """
    with ThreadPoolExecutor(max(1, min(jobs or os.cpu_count() or 1, most))) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            with without_tools():
                pool.shutdown()
            raise
