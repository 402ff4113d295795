"""The ipFamilyPolicy is not supported."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, remove, set_to
from svclint.model.suggestions import likely_value
from svclint.rule import service_rule

SUPPORTED = ("SingleStack", "PreferDualStack", "RequireDualStack")


@service_rule(
    "ip-family-policy-unsupported", Severity.ERROR, since="0.1", where=("ipFamilyPolicy",)
)
def rule(service: Service) -> Iterator[Report]:
    """The ipFamilyPolicy is not supported."""
    policy = service.spec.get("ipFamilyPolicy")
    if service.type == "ExternalName" or policy is None or policy in SUPPORTED:
        return
    path, meant = ("spec", "ipFamilyPolicy"), likely_value(policy, SUPPORTED)
    fix = set_to(path, meant) if meant else None
    yield refused(
        path,
        f"ipFamilyPolicy {policy!r} is not supported" if policy else "ipFamilyPolicy is empty",
        f"write ipFamilyPolicy: {meant}"
        if meant
        else "use SingleStack, PreferDualStack or RequireDualStack, or remove it",
        reason="FieldValueNotSupported",
        fix=fix if policy else remove(path, is_safe=False),
    )
