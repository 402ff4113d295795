"""clusterIP and clusterIPs contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, add, refused, remove
from svclint.rule import service_rule


@service_rule(
    "cluster-ips-contradict", Severity.ERROR, since="0.1", where=("clusterIP", "clusterIPs")
)
def rule(service: Service) -> Iterator[Report]:
    """clusterIP and clusterIPs contradict each other."""
    if service.type == "ExternalName":
        return
    single, plural = service.spec.get("clusterIP", ""), service.cluster_ips
    if single and plural and plural[0] != single:
        yield refused(
            ("spec", "clusterIPs", 0),
            f"clusterIPs begins with {plural[0]!r}, but clusterIP is {single!r}",
            "make clusterIP the first entry of clusterIPs, or set only clusterIP",
            field="spec.clusterIPs",
            related=(("spec", "clusterIP"),),
        )
    if plural and not single:
        yield refused(
            ("spec", "clusterIPs"),
            f"clusterIPs begins with {plural[0]!r}, but clusterIP is not set",
            f"set clusterIP: {plural[0]} as well" if plural[0] else "remove clusterIPs",
            at_key=True,
            fix=add(("spec", "clusterIP"), plural[0])
            if plural[0]
            else remove(("spec", "clusterIPs"), is_safe=False)
            if plural == [""]
            else None,
        )
