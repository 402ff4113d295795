"""How many objects the references of a run may lead to.

Each of 2,000 Services may select each of 2,000 workloads: what refers to what can grow with the
square of the number of objects. Lookups count what they find against the limit in force.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from mmap import mmap

# The largest trees that people write need a tenth of it.
_FOUND, _FOUND_BY_OBJECT = 200_000, 100
# Counters: each process of a run has its own, which needs no lock.
_COUNTERS = 256


class TooManyReferences(Exception):
    """The references of a run lead to more objects than svclint follows, as the message says."""


class ReferenceLimit:
    """What references between a number of objects may still lead to, ``left`` of them.

    Processes that are forked afterwards share it.
    """

    def __init__(self, objects: int) -> None:
        self.allowed = _FOUND + _FOUND_BY_OBJECT * objects
        self._found = memoryview(mmap(-1, 8 * _COUNTERS)).cast("q")
        self.refresh()

    def refresh(self) -> None:
        """Subtract what all processes have found."""
        self.left = self.allowed - sum(self._found)

    @contextmanager
    def in_force(self) -> Generator[None]:
        """Count everything that is found in a block."""
        self.refresh()
        before, token = self.left, _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)
            self._found[os.getpid() % _COUNTERS] += before - self.left


_current: ContextVar[ReferenceLimit | None] = ContextVar("reference limit", default=None)


def count_found(objects: int) -> None:
    """Count objects against the limit in force, if any. Raises ``TooManyReferences``."""
    limit = _current.get()
    if limit is None:
        return
    limit.left -= objects
    if limit.left < 0:
        raise TooManyReferences(
            f"following references between objects may lead to {limit.allowed:,} objects in all, "
            "and leads to more"
        )
