"""A policy has no binding, so it never applies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svclint.model import Severity
from svclint.rule import policy_rule

if TYPE_CHECKING:
    from svclint.model import Report
    from svclint.policy.problem import Problem

_REMEDY = "add a ValidatingAdmissionPolicyBinding, or name its file with --policy"


@policy_rule("policy-unbound", Severity.NOTE, since="0.1")
def rule(problem: Problem) -> Iterator[Report]:
    """A policy has no binding, so it never applies."""
    yield problem.report(_REMEDY)
