"""A pathType is none of Exact, Prefix and ImplementationSpecific."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.ingress import http_paths
from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, refused, set_to
from svclint.model.data import text
from svclint.model.suggestions import likely_value
from svclint.rule import object_rule

PATH_TYPES = ("Exact", "Prefix", "ImplementationSpecific")


@object_rule("ingress-path-type-unsupported", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """A pathType is none of Exact, Prefix and ImplementationSpecific."""
    for path, entry in http_paths(ingress):
        path_type = entry.get("pathType")
        if path_type is not None and path_type not in PATH_TYPES:
            meant, place = likely_value(path_type, PATH_TYPES), (*path, "pathType")
            # With the other types, the API server would refuse the path instead.
            is_fitting = meant == "ImplementationSpecific" or text(entry.get("path")).startswith(
                "/"
            )
            yield refused(
                place,
                f"pathType {path_type!r} is not supported",
                f"write pathType: {meant}"
                if meant
                else "use Prefix or Exact, or ImplementationSpecific for regular expressions",
                reason="FieldValueNotSupported",
                fix=set_to(place, meant) if meant and is_fitting else None,
            )
