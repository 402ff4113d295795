"""The API server would refuse the policy or binding itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svclint.model import Severity
from svclint.rule import policy_rule

if TYPE_CHECKING:
    from svclint.model import Report
    from svclint.policy.problem import Problem

_REMEDY = "correct the policy: the API server refuses it"


@policy_rule("policy-invalid", Severity.ERROR, since="0.1")
def rule(problem: Problem) -> Iterator[Report]:
    """The API server would refuse the policy or binding itself."""
    yield problem.report(_REMEDY)
