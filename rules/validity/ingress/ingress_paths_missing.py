"""The http of an Ingress rule has no paths."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule("ingress-paths-missing", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """The http of an Ingress rule has no paths."""
    for index, entry in enumerate(ingress.spec.get("rules") or ()):
        http = entry.get("http")
        if http is not None and not http.get("paths"):
            yield refused(
                ("spec", "rules", index, "http", "paths"),
                "the http of this rule has no paths",
                "add at least one path with a backend, or remove http",
                reason="FieldValueRequired",
            )
