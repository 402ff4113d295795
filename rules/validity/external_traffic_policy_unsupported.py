"""The externalTrafficPolicy does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service


@service_rule(
    "external-traffic-policy-unsupported",
    Severity.ERROR,
    since="0.1",
    where=("externalTrafficPolicy",),
)
def rule(service: Service) -> Iterator[Report]:
    """The externalTrafficPolicy does not exist."""
    policy = service.spec.get("externalTrafficPolicy")
    if policy and service.is_externally_accessible and policy not in ("Cluster", "Local"):
        likely = policy.strip().capitalize()
        yield refused(
            ("spec", "externalTrafficPolicy"),
            f"externalTrafficPolicy {policy!r} does not exist",
            f"write externalTrafficPolicy: {likely}"
            if likely in ("Cluster", "Local")
            else "use Cluster or Local",
            reason="FieldValueNotSupported",
        )
