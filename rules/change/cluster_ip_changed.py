"""The cluster IP of a live Service is changed."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import addresses_are_immutable, cluster_ip_path
from svclint.model import Report, Severity, refused
from svclint.rule import change_rule


@change_rule("cluster-ip-changed", Severity.ERROR, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """The cluster IP of a live Service is changed."""
    if not addresses_are_immutable(change.old, change.new):
        return
    old, new = change.old.get("clusterIPs") or [], change.new.get("clusterIPs") or []
    before, after = (old or [""])[0], (new or [""])[0]
    if not before or before == after:
        return
    yield refused(
        cluster_ip_path(change.checked, 0),
        _message(before, after),
        _remedy(before),
        field="spec.clusterIPs[0]",
    )
    if after == "None" and len(new) > 1:
        yield refused(
            ("spec", "ipFamilyPolicy"),
            f"ipFamilyPolicy {change.checked.ip_family_policy} requests a second cluster IP, "
            "but None must be the only one",
            _remedy(before),
            field="spec.clusterIPs",
        )


def _message(before: str, after: str) -> str:
    if after == "None":
        return f"a Service with the cluster IP {before} cannot become headless"
    if before == "None":
        address = f"the cluster IP {after}" if after else "a cluster IP"
        return f"a headless Service cannot get {address}"
    return f"clusterIP is immutable: it cannot change from {before} to {after or 'nothing'}"


def _remedy(before: str) -> str:
    keep = "keep clusterIP: None" if before == "None" else f"leave clusterIP out to keep {before}"
    return (
        f"{keep}; or delete and recreate the Service (until then, its address, node ports and load "
        "balancer are gone); or create a second Service"
    )
