"""The ipFamilyPolicy does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service

SUPPORTED = ("SingleStack", "PreferDualStack", "RequireDualStack")


@service_rule(
    "ip-family-policy-unsupported", Severity.ERROR, since="0.1", where=("ipFamilyPolicy",)
)
def rule(service: Service) -> Iterator[Report]:
    """The ipFamilyPolicy does not exist."""
    policy = service.spec.get("ipFamilyPolicy")
    if service.type == "ExternalName" or policy is None or policy in SUPPORTED:
        return
    likely = {name.lower(): name for name in SUPPORTED}.get(policy.strip().lower())
    yield refused(
        ("spec", "ipFamilyPolicy"),
        f"ipFamilyPolicy {policy!r} does not exist" if policy else "ipFamilyPolicy is empty",
        f"write ipFamilyPolicy: {likely}"
        if likely
        else "use SingleStack, PreferDualStack or RequireDualStack, or remove it",
        reason="FieldValueNotSupported",
    )
