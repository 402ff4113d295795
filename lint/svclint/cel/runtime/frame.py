"""The state of one evaluation: the values of names, and what it has cost so far."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any

from ..errors import EvaluationStopped
from .cost import PER_EXPRESSION

# Far longer than the cost limit lets any expression run; it stops what the cost does not see.
_MOST_SECONDS = 10.0
# Looking at the clock costs more than a step.
_STEPS_BETWEEN_LOOKS = 1000


class Frame:
    """The names of an evaluation, and its account."""

    __slots__ = ("cost", "deadline", "names", "next_look")

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.names = dict(names)
        self.cost = 0
        self.next_look = _STEPS_BETWEEN_LOOKS
        self.deadline = monotonic() + _MOST_SECONDS

    def charge(self, cost: int) -> None:
        """Add to the cost. Raises ``EvaluationStopped`` beyond the limit."""
        self.cost += cost
        if self.cost >= self.next_look:
            self._look()

    def _look(self) -> None:
        if self.cost > PER_EXPRESSION:
            raise EvaluationStopped("operation cancelled: actual cost limit exceeded")
        if monotonic() > self.deadline:
            raise EvaluationStopped("operation interrupted")
        self.next_look = min(self.cost + _STEPS_BETWEEN_LOOKS, PER_EXPRESSION + 1)
