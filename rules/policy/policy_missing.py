"""A binding names a policy that is not in the checked files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svclint.model import Report, Severity
from svclint.rule import policy_rule

if TYPE_CHECKING:
    from svclint.policy.problem import Problem

_REMEDY = "name the file of the policy with --policy"


@policy_rule("policy-missing", Severity.INFO, since="0.1")
def rule(problem: Problem) -> Iterator[Report]:
    """A binding names a policy that is not in the checked files."""
    yield Report(
        problem.path,
        problem.message,
        problem.remedy or _REMEDY,
        problem.server,
        severity=problem.severity,
    )
