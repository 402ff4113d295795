"""The second cluster IP of a live dual-stack Service is changed."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import addresses_are_immutable
from svclint.model import Report, Severity, refused
from svclint.rule import change_rule


@change_rule("secondary-cluster-ip-changed", Severity.ERROR, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """The second cluster IP of a live dual-stack Service is changed."""
    old, new = change.old.get("clusterIPs") or [], change.new.get("clusterIPs") or []
    if not addresses_are_immutable(change.old, change.new) or not len(old) == len(new) == 2:
        return
    if old[1] != new[1]:
        yield refused(
            ("spec", "clusterIPs", 1),
            f"the second cluster IP is immutable: it cannot change from {old[1]} to {new[1]}",
            f"leave clusterIPs out to keep {old[1]}; or release it first, with ipFamilyPolicy: "
            "SingleStack and one entry, then add the new one",
        )
