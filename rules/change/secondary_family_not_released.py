"""The second IP family of a Service is left out, but not released."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import change_rule


@change_rule("secondary-family-not-released", Severity.ERROR, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """The second IP family of a Service is left out, but not released."""
    spec, old = change.checked.spec, change.old
    if change.checked.type == "ExternalName" or change.checked.ip_family_policy == "SingleStack":
        return
    for name, label in (("clusterIPs", "cluster IP"), ("ipFamilies", "IP family")):
        before, after = old.get(name) or [], spec.get(name) or []
        if after and len(after) < len(before):
            policy = change.checked.ip_family_policy
            yield refused(
                ("spec", name),
                f"{name} leaves out {before[1]}, but ipFamilyPolicy is {policy}: "
                f"only SingleStack releases the second {label}",
                "set ipFamilyPolicy: SingleStack to release it, or list both to keep it",
                field="spec.ipFamilyPolicy",
            )
