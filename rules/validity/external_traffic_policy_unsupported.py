"""The externalTrafficPolicy is not supported."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, set_to
from svclint.model.suggestions import likely_value
from svclint.rule import service_rule


@service_rule(
    "external-traffic-policy-unsupported",
    Severity.ERROR,
    since="0.1",
    where=("externalTrafficPolicy",),
)
def rule(service: Service) -> Iterator[Report]:
    """The externalTrafficPolicy is not supported."""
    policy = service.spec.get("externalTrafficPolicy")
    if policy and service.is_externally_accessible and policy not in ("Cluster", "Local"):
        meant = likely_value(policy, ("Cluster", "Local"))
        yield refused(
            ("spec", "externalTrafficPolicy"),
            f"externalTrafficPolicy {policy!r} is not supported",
            f"write externalTrafficPolicy: {meant}" if meant else "use Cluster or Local",
            reason="FieldValueNotSupported",
            fix=set_to(("spec", "externalTrafficPolicy"), meant) if meant else None,
        )
