"""A Service of type ExternalName requests cluster IPs or IP families."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Fix, Report, Severity, refused, remove
from svclint.rule import service_rule


@service_rule("external-name-with-cluster-ip", Severity.ERROR, since="0.1", where=("ExternalName",))
def rule(service: Service) -> Iterator[Report]:
    """A Service of type ExternalName requests cluster IPs or IP families."""
    if service.type != "ExternalName":
        return
    spec = service.spec
    if service.cluster_ips:
        written = service.written["spec"]
        names = [name for name in ("clusterIP", "clusterIPs") if written.get(name)]
        fields = " and ".join(names) or "clusterIPs"
        yield refused(
            ("spec", names[0] if names else "clusterIPs"),
            f"{fields} may not be set on a Service of type ExternalName, which is only a DNS alias",
            f"remove {fields}",
            reason="FieldValueForbidden",
            field="spec.clusterIPs",
            at_key=True,
            fix=_remove(*names) if names else None,
        )
    for name in ("ipFamilies", "ipFamilyPolicy"):
        if spec.get(name) or (name == "ipFamilyPolicy" and spec.get(name) is not None):
            yield refused(
                ("spec", name),
                f"{name} may not be set on a Service of type ExternalName, which has no address",
                f"remove {name}",
                reason="FieldValueForbidden",
                at_key=True,
                fix=_remove(name),
            )


def _remove(*names: str) -> Fix:
    # The type may be wrong instead.
    return remove(*(("spec", name) for name in names), is_safe=False)
