"""The state of one evaluation: the values of names, and the cost so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..budget import spend
from ..errors import EvaluationStopped
from .cost import PER_EXPRESSION

# Charging the budget takes longer than a step.
_STEPS_BETWEEN_LOOKS = 1000


class Frame:
    """The values of names, and the cost of an evaluation so far."""

    __slots__ = ("cost", "names", "next_look", "spent")

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.names = dict(names)
        self.cost = self.spent = 0
        self.next_look = _STEPS_BETWEEN_LOOKS

    def charge(self, cost: int) -> None:
        """Add to the cost. Raises ``EvaluationStopped`` and ``LimitExceeded``."""
        self.cost += cost
        if self.cost >= self.next_look:
            self._look()

    def _look(self) -> None:
        if self.cost > PER_EXPRESSION:
            raise EvaluationStopped("operation cancelled: actual cost limit exceeded")
        spend(self.cost - self.spent)
        self.spent = self.cost
        self.next_look = min(self.cost + _STEPS_BETWEEN_LOOKS, PER_EXPRESSION + 1)
