"""The internalTrafficPolicy does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service

EMPTY = "internalTrafficPolicy is empty; only where the field is absent does it become Cluster"


@service_rule("internal-traffic-policy-unsupported", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """The internalTrafficPolicy does not exist."""
    policy = service.spec.get("internalTrafficPolicy")
    if policy is not None and policy not in ("Cluster", "Local"):
        likely = policy.strip().capitalize()
        yield refused(
            ("spec", "internalTrafficPolicy"),
            f"internalTrafficPolicy {policy!r} does not exist" if policy else EMPTY,
            f"write internalTrafficPolicy: {likely}"
            if likely in ("Cluster", "Local")
            else "use Cluster or Local",
            reason="FieldValueNotSupported",
        )
