"""An Ingress has neither rules nor a default backend."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule("ingress-rules-missing", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """An Ingress has neither rules nor a default backend."""
    spec = ingress.spec
    if not spec.get("rules") and spec.get("defaultBackend") is None:
        yield refused(
            ("spec",),
            "the Ingress has neither rules nor a defaultBackend",
            "add spec.rules, or a spec.defaultBackend for all requests",
            at_key=True,
        )
