"""The networks of a live ServiceCIDR are changed."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Path, Report, Severity, refused
from svclint.rule import change_rule

PATH: Path = ("spec", "cidrs")
REMEDY = "put the other network into a ServiceCIDR of its own"


@change_rule("service-cidr-changed", Severity.ERROR, since="0.1", kinds=("ServiceCIDR",))
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """The networks of a live ServiceCIDR are changed."""
    old, new = change.old.get("cidrs") or [], change.checked.spec.get("cidrs") or []
    if len(old) != len(new) and (len(old), len(new)) != (1, 2):
        yield refused(
            PATH,
            f"cidrs are immutable: they cannot change from {', '.join(old)} to "
            f"{', '.join(new) or 'none'}",
            f"leave them as they are; {REMEDY}",
            at_key=True,
        )
        return
    # A second network may be added, so that the cluster becomes dual-stack.
    for index, (before, after) in enumerate(zip(old, new, strict=False)):
        if before != after:
            yield refused(
                (*PATH, index),
                f"the CIDR is immutable: it cannot change from {before} to {after}",
                f"write {before}; {REMEDY}",
            )
