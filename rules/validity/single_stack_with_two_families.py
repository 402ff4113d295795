"""A single-stack Service lists two addresses or two IP families."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service


@service_rule("single-stack-with-two-families", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """A single-stack Service lists two addresses or two IP families."""
    if service.type == "ExternalName" or service.ip_family_policy != "SingleStack":
        return
    said = "ipFamilyPolicy is SingleStack"
    if not service.spec.get("ipFamilyPolicy"):
        said += " where the manifest says none"
    counts = {
        "clusterIPs": len(service.cluster_ips),
        "ipFamilies": len(service.spec.get("ipFamilies") or []),
    }
    for name, count in counts.items():
        if count == 2:
            yield refused(
                ("spec", "ipFamilyPolicy"),
                f"{said}, but {name} has two entries",
                "set ipFamilyPolicy: PreferDualStack or RequireDualStack, or keep one entry",
                related=(("spec", name),),
            )
