"""The http of an Ingress rule has no paths."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.ingress import http_rules
from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule("ingress-paths-missing", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """The http of an Ingress rule has no paths."""
    for path, http in http_rules(ingress):
        if not http.get("paths"):
            yield refused(
                (*path, "paths"),
                "the http of this rule has no paths",
                "add at least one path with a backend, or remove http",
                reason="FieldValueRequired",
            )
