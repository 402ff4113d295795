"""The state of one evaluation: the values of names, and the cost so far."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any

from ..errors import EvaluationStopped
from .cost import PER_EXPRESSION

# Much longer than the cost limit allows; it stops what the cost does not account for.
_MOST_SECONDS = 10.0
# Reading the clock takes longer than a step.
_STEPS_BETWEEN_LOOKS = 1000


class Frame:
    """The values of names, the cost so far, and the deadline of an evaluation."""

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
