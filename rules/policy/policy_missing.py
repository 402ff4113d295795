"""A binding names a policy that is not in the checked files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svclint.model import Severity
from svclint.rule import policy_rule

if TYPE_CHECKING:
    from svclint.model import Report
    from svclint.policy.problem import Problem

_REMEDY = "name the file of the policy with --policy"


@policy_rule("policy-missing", Severity.NOTE, since="0.1")
def rule(problem: Problem) -> Iterator[Report]:
    """A binding names a policy that is not in the checked files."""
    yield problem.report(_REMEDY)
