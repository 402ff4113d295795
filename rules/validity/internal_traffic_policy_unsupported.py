"""The internalTrafficPolicy is not supported."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, remove, set_to
from svclint.model.suggestions import likely_value
from svclint.rule import service_rule

EMPTY = "internalTrafficPolicy is empty; the default Cluster applies only if the field is absent"


@service_rule(
    "internal-traffic-policy-unsupported",
    Severity.ERROR,
    since="0.1",
    where=("internalTrafficPolicy",),
)
def rule(service: Service) -> Iterator[Report]:
    """The internalTrafficPolicy is not supported."""
    policy = service.spec.get("internalTrafficPolicy")
    if policy is not None and policy not in ("Cluster", "Local"):
        path = ("spec", "internalTrafficPolicy")
        meant = likely_value(policy, ("Cluster", "Local"))
        fix = set_to(path, meant) if meant else None
        yield refused(
            path,
            f"internalTrafficPolicy {policy!r} is not supported" if policy else EMPTY,
            f"write internalTrafficPolicy: {meant}" if meant else "use Cluster or Local",
            reason="FieldValueNotSupported",
            fix=fix if policy else remove(path, is_safe=False),
        )
