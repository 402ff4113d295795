"""The class annotation of an Ingress differs from its ingressClassName."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule

ANNOTATION = "kubernetes.io/ingress.class"


@object_rule("ingress-class-contradicts", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """The class annotation of an Ingress differs from its ingressClassName."""
    annotations = ingress.metadata.get("annotations") or {}
    name = ingress.spec.get("ingressClassName")
    # The server compares them on create only.
    if ingress.live is not None or name is None or ANNOTATION not in annotations:
        return
    if annotations[ANNOTATION] != name:
        path = ("metadata", "annotations", ANNOTATION)
        yield refused(
            path,
            f"the annotation {ANNOTATION} says {annotations[ANNOTATION]!r}, "
            f"and spec.ingressClassName says {name!r}",
            "decide which class is meant: an internal and a public one may differ; then remove the "
            "annotation, which is deprecated",
            field=f"annotations.{ANNOTATION}",
            related=(("spec", "ingressClassName"),),
        )
