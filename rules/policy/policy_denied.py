"""A ValidatingAdmissionPolicy refuses the Service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svclint.model import Report, Severity
from svclint.rule import policy_rule

if TYPE_CHECKING:
    from svclint.policy.evaluation.evaluate import PolicyResult

_REMEDY = "change the Service as the policy demands, or let the policy accept it"


@policy_rule("policy-denied", Severity.ERROR, since="0.1")
def rule(result: PolicyResult) -> Iterator[Report]:
    """A ValidatingAdmissionPolicy refuses the Service."""
    yield Report(("metadata", "name"), result.message, result.remedy or _REMEDY, result.server)
