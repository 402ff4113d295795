"""What evaluations may use: steps of work, and bytes of memory for texts and lists.

The server's cost limit does not bound either: ``replace`` costs as much as the text that it reads,
whatever it writes, and comparing two lists costs as much as their lengths, whatever they contain.
Functions spend from the budget in force before they do the work.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from .errors import LimitExceeded

# About one second of work.
EXPRESSION_STEPS = 2_000_000
EXPRESSION_BYTES = 32 * 1024 * 1024


class Budget:
    """What may still be used, by ``name``; what is used of an inner budget is used of the outer."""

    __slots__ = ("limits", "memory", "name", "outer", "steps")

    def __init__(self, name: str, steps: int, memory: int) -> None:
        self.name, self.steps, self.memory = name, steps, memory
        self.limits = steps, memory
        self.outer: Budget | None = None

    def spend(self, steps: int) -> None:
        """Use some steps. Raises ``LimitExceeded``."""
        self.steps -= steps
        if self.steps < 0:
            raise LimitExceeded(f"{self.name} may take {self.limits[0]:,} steps and needs more")
        if self.outer is not None:
            self.outer.spend(steps)

    def allocate(self, size: int) -> None:
        """Use some memory. Raises ``LimitExceeded``."""
        self.memory -= size
        if self.memory < 0:
            raise LimitExceeded(f"{self.name} may use {self.limits[1]:,} bytes and needs more")
        if self.outer is not None:
            self.outer.allocate(size)

    def extend(self, steps: int) -> None:
        """Allow more steps."""
        self.steps += steps
        self.limits = self.limits[0] + steps, self.limits[1]

    @contextmanager
    def in_force(self) -> Generator[None]:
        """Charge everything in a block to this budget, and to the one in force around it."""
        self.outer = _current.get()
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)


_current: ContextVar[Budget | None] = ContextVar("budget", default=None)


def expression_budget() -> Budget:
    """Return the budget of one expression."""
    return Budget("an expression", EXPRESSION_STEPS, EXPRESSION_BYTES)


def spend(steps: int) -> None:
    """Use some steps of the budget in force, if any. Raises ``LimitExceeded``."""
    budget = _current.get()
    if budget is not None:
        budget.spend(steps)


def is_exhausted() -> bool:
    """Return whether more steps than allowed were used of the budget in force, if any."""
    budget = _current.get()
    return budget is not None and budget.steps < 0


def allocate(size: int) -> None:
    """Use some bytes of the budget in force, if any. Raises ``LimitExceeded``."""
    budget = _current.get()
    if budget is not None:
        budget.allocate(size)
