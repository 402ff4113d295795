"""A policy depends on something that only the API server knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svclint.model import Report, Severity
from svclint.rule import policy_rule

if TYPE_CHECKING:
    from svclint.policy.evaluation.evaluate import PolicyResult

_REMEDY = "nothing to change; to ask the server: kubectl apply --dry-run=server"


@policy_rule("policy-unjudged", Severity.NOTE, since="0.1")
def rule(result: PolicyResult) -> Iterator[Report]:
    """A policy depends on something that only the API server knows."""
    yield Report(
        ("metadata", "name"),
        result.message,
        result.remedy or _REMEDY,
        result.server,
        severity=result.severity,
    )
