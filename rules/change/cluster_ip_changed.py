"""The address of a live Service is changed."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service.address_validation import addresses_are_immutable, cluster_ip_path
from svclint.kubernetes.service.update import Prediction
from svclint.model import Report, Severity, refused
from svclint.rule import change_rule


@change_rule("cluster-ip-changed", Severity.ERROR, since="0.1")
def rule(change: Prediction) -> Iterator[Report]:
    """The address of a live Service is changed."""
    if not addresses_are_immutable(change.old, change.new):
        return
    old, new = change.old.get("clusterIPs") or [], change.new.get("clusterIPs") or []
    before, after = (old or [""])[0], (new or [""])[0]
    if not before or before == after:
        return
    yield refused(
        cluster_ip_path(change.service, 0),
        _message(before, after),
        _remedy(before),
        field="spec.clusterIPs[0]",
    )
    if after == "None" and len(new) > 1:
        yield refused(
            ("spec", "ipFamilyPolicy"),
            f"ipFamilyPolicy {change.new.get('ipFamilyPolicy')} asks for a second address, "
            "and None must be the only one",
            _remedy(before),
            field="spec.clusterIPs",
        )


def _message(before: str, after: str) -> str:
    if after == "None":
        return f"a Service with the address {before} may not become headless"
    if before == "None":
        return f"a headless Service may not be given an address, as {after or 'here'}"
    return f"clusterIP may not change from {before} to {after or 'nothing'} once set"


def _remedy(before: str) -> str:
    keep = "keep clusterIP: None" if before == "None" else f"leave clusterIP out to keep {before}"
    return (
        f"{keep}; or delete the Service and create it anew (its address, node ports and load "
        "balancer are gone meanwhile); or create a second Service beside it"
    )
