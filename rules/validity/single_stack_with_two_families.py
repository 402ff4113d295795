"""A single-stack Service lists two addresses or two IP families."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule(
    "single-stack-with-two-families",
    Severity.ERROR,
    since="0.1",
    where=("clusterIPs", "ipFamilies"),
)
def rule(service: Service) -> Iterator[Report]:
    """A single-stack Service lists two addresses or two IP families."""
    if service.type == "ExternalName" or service.ip_family_policy != "SingleStack":
        return
    is_written = bool(service.written["spec"].get("ipFamilyPolicy"))
    policy = "ipFamilyPolicy is SingleStack" + ("" if is_written else " by default")
    counts = {
        "clusterIPs": len(service.cluster_ips),
        "ipFamilies": len(service.spec.get("ipFamilies") or []),
    }
    for name, count in counts.items():
        if count == 2:
            yield refused(
                ("spec", "ipFamilyPolicy" if is_written else name),
                f"{policy}, but {name} has two entries",
                "set ipFamilyPolicy: PreferDualStack or RequireDualStack, or keep one entry",
                field="spec.ipFamilyPolicy",
                related=(("spec", name),) if is_written else (),
            )
