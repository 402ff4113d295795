"""The controller of a live IngressClass is changed."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Report, Severity, refused
from svclint.rule import change_rule


@change_rule(
    "ingress-class-controller-changed", Severity.ERROR, since="0.1", kinds=("IngressClass",)
)
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """The controller of a live IngressClass is changed."""
    before = change.old.get("controller", "")
    after = change.checked.spec.get("controller", "")
    if before != after:
        yield refused(
            ("spec", "controller"),
            f"controller is immutable: it cannot change from {before} to {after or 'none'}",
            f"write controller: {before}; or create an IngressClass of another name, and let the "
            "Ingresses name it",
        )
