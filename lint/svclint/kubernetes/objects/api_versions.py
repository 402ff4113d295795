"""Which Kubernetes versions serve an apiVersion of the kinds of the Service API."""

from __future__ import annotations

from functools import lru_cache

from svclint.kubernetes.schema import Violation, load, versions
from svclint.kubernetes.version_changes import CLUSTER_IP_OBJECTS
from svclint.model.cluster import Version, version_text
from svclint.source.kinds import API_VERSIONS, FORMER_API_VERSIONS


# A run calls this for every object, and has few different kinds.
@lru_cache(maxsize=256)
def not_served(api_version: str, kind: str, version: Version) -> Violation | None:
    """Return why a Kubernetes version has no such apiVersion of a kind; ``None`` if it has it.

    Versions before 1.33 may serve a beta of ServiceCIDR and IPAddress, which is off by default.
    """
    served, removed = API_VERSIONS.get(kind), FORMER_API_VERSIONS.get((api_version, kind))
    if served is None:
        return None
    text = version_text(version)
    if api_version == served and load(text, api_version, kind) is None:
        first = next(each for each in versions() if load(each, api_version, kind) is not None)
        return Violation(("apiVersion",), "api version", api_version, served, "", known_in=(first,))
    if removed is None or (removed == "1.33" and not CLUSTER_IP_OBJECTS.is_in(version)):
        return None
    return Violation(("apiVersion",), "api version", api_version, served, "", known_in=(removed,))
