"""An Ingress names its class in the deprecated annotation."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, warned
from svclint.rule import object_rule

ANNOTATION = "kubernetes.io/ingress.class"
# The controller of GKE reads nothing but the annotation: without it, the Ingress is not served.
_ONLY_ANNOTATED = ("gce", "gce-internal")


@object_rule(
    "ingress-class-annotation-deprecated", Severity.WARNING, since="0.1", kinds=("Ingress",)
)
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """An Ingress names its class in the deprecated annotation."""
    annotations = ingress.metadata.get("annotations") or {}
    # The server warns on create only.
    if ingress.live is not None or ANNOTATION not in annotations:
        return
    if ingress.spec.get("ingressClassName") is not None:
        return
    message = f"the annotation {ANNOTATION} is deprecated"
    remedy = "set spec.ingressClassName to the name of an IngressClass"
    is_needed = annotations[ANNOTATION] in _ONLY_ANNOTATED
    if is_needed:
        remedy = "ignore the warning of the API server: the controller of GKE reads nothing else"
    report = warned(("metadata", "annotations", ANNOTATION), message, remedy, at_key=True)
    yield report._replace(severity=Severity.NOTE) if is_needed else report
