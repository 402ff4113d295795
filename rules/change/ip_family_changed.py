"""The IP families of a live Service are changed or reordered."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import addresses_are_immutable
from svclint.model import Report, Severity, refused, server_spell
from svclint.rule import change_rule


@change_rule("ip-family-changed", Severity.ERROR, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """The IP families of a live Service are changed or reordered."""
    if not addresses_are_immutable(change.old, change.new):
        return
    if ["None"] in (change.old.get("clusterIPs"), change.new.get("clusterIPs")):
        return
    old, new = change.old.get("ipFamilies") or [], change.new.get("ipFamilies") or []
    for index, (before, after) in enumerate(zip(old, new, strict=False)):
        if before != after and (index == 0 or len(old) == len(new)):
            yield refused(
                ("spec", "ipFamilies", index),
                f"IP family {index + 1} is immutable: it cannot change from {before} to {after}",
                f"keep the families as they are ({', '.join(old)}), or leave ipFamilies out; "
                "another first family needs a new Service",
                field=server_spell(("spec", "ipFamilies", 0)),
            )
