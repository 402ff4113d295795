"""A policy reads a field that its objects do not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svclint.model import Severity
from svclint.rule import policy_rule

if TYPE_CHECKING:
    from svclint.model import Report
    from svclint.policy.problem import Problem

_REMEDY = "correct the expression; has() tests for a field that may be absent"


@policy_rule("policy-typo", Severity.WARNING, since="0.1")
def rule(problem: Problem) -> Iterator[Report]:
    """A policy reads a field that its objects do not have."""
    yield problem.report(_REMEDY)
