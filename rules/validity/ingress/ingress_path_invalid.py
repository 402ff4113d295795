"""A path of an Ingress is not an absolute path, or contains what its pathType forbids."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.ingress import http_paths
from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Data, Report, Severity, refused
from svclint.rule import object_rule

# Sequences that a client or proxy may resolve, so that the path would never match.
FORBIDDEN = ("//", "/./", "/../", "%2f", "%2F")
FORBIDDEN_ENDS = ("/..", "/.")


@object_rule("ingress-path-invalid", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """A path of an Ingress is not an absolute path, or contains what its pathType forbids."""
    for path, entry in http_paths(ingress):
        if (problem := _problem(entry)) is not None:
            yield refused(
                (*path, "path"),
                f"the path {entry.get('path', '')!r} of pathType {entry['pathType']} {problem[0]}",
                problem[1],
            )


def _problem(entry: Data) -> tuple[str, str] | None:
    """Return what is wrong with a path, and the remedy."""
    path, path_type = entry.get("path", ""), entry.get("pathType")
    if path_type in ("Exact", "Prefix"):
        if not path.startswith("/"):
            return "does not begin with '/'", "write an absolute path, such as / or /api"
        found = [f"contains '{text}'" for text in FORBIDDEN if text in path]
        found += [f"ends in '{text}'" for text in FORBIDDEN_ENDS if path.endswith(text)]
        if found:
            return ", and ".join(found), "write the path as it is after normalization"
    elif path_type == "ImplementationSpecific" and path and not path.startswith("/"):
        return "does not begin with '/'", "write an absolute path, or leave path out"
    return None
