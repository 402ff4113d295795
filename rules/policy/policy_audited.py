"""A ValidatingAdmissionPolicy would note the Service in the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svclint.model import Report, Severity
from svclint.rule import policy_rule

if TYPE_CHECKING:
    from svclint.policy.evaluation.evaluate import PolicyResult

_REMEDY = "change the Service as the policy demands; until the policy denies, nothing fails"


@policy_rule("policy-audited", Severity.NOTE, since="0.1")
def rule(result: PolicyResult) -> Iterator[Report]:
    """A ValidatingAdmissionPolicy would note the Service in the audit log."""
    yield Report(("metadata", "name"), result.message, result.remedy or _REMEDY, result.server)
