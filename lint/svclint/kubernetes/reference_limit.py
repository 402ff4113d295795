"""How many objects the references of a run may lead to.

Each of 2,000 Services may select each of 2,000 workloads: what refers to what can grow with the
square of the number of objects. Lookups count what they find against the limit in force.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

# In each process. The largest trees that people write need a tenth of it.
_FOUND, _FOUND_BY_OBJECT = 200_000, 100


class TooManyReferences(Exception):
    """The references of a run lead to more objects than svclint follows, as the message says."""


class ReferenceLimit:
    """What references between a number of objects may still lead to, ``left`` of them."""

    def __init__(self, objects: int) -> None:
        self.allowed = self.left = _FOUND + _FOUND_BY_OBJECT * objects

    @contextmanager
    def in_force(self) -> Generator[None]:
        """Count everything that is found in a block."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)


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
