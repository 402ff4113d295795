"""A path of an Ingress has no pathType."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.ingress import LIKELY_PATH_TYPE, http_paths
from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, add, refused
from svclint.rule import object_rule


@object_rule("ingress-path-type-missing", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """A path of an Ingress has no pathType."""
    for path, entry in http_paths(ingress):
        if entry.get("pathType") is None:
            place, name = (*path, "pathType"), entry.get("path")
            yield refused(
                place,
                f"the path {name!r} has no pathType" if name else "a path has no pathType",
                f"add pathType: {LIKELY_PATH_TYPE}, or Exact, or ImplementationSpecific",
                reason="FieldValueRequired",
                fix=add(place, LIKELY_PATH_TYPE, is_safe=False),
            )
