"""Kinds that no server has in their apiVersion, and what was probably meant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from svclint.model.suggestions import closest, closest_folded
from svclint.source.kinds import (
    API_VERSIONS,
    BUILT_IN_GROUPS,
    CORE_KINDS,
    FORMER_API_VERSIONS,
    TYPED_LISTS,
)
from svclint.source.placeholders import contains_placeholder

# Kinds that OpenShift 3 served in v1. Source: the "legacy API" of its REST API reference.
_OPENSHIFT_KINDS = frozenset(
    """
    Build BuildConfig BuildLog DeploymentConfig Group Identity Image ImageStream ImageStreamImage
    ImageStreamTag Policy Project ProjectRequest Role RoleBinding Route Template User
    """.split()  # noqa: SIM905
)
# All kinds of some groups.
_KINDS_OF: Mapping[str, tuple[str, ...]] = {
    "discovery.k8s.io/v1": ("EndpointSlice",),
    "networking.k8s.io/v1": (
        *("Ingress", "IngressClass", "IPAddress", "NetworkPolicy", "ServiceCIDR"),
    ),
}


class KindProblem(NamedTuple):
    """A wrong ``apiVersion`` or ``kind``: ``field`` names it, ``meant`` is its probable value."""

    field: str
    message: str
    meant: str | None


# A run calls this for every object, and has few different kinds.
@lru_cache(maxsize=256)
def kind_problem(api_version: str, kind: str) -> KindProblem | None:
    """Return what is wrong if no server has a kind in an apiVersion.

    Only the core group and Kubernetes' own groups are checked; other groups may define any kind.
    """
    if not api_version or not kind or contains_placeholder(f"{api_version} {kind}"):
        return None
    group, slash, version = api_version.rpartition("/")
    if api_version == "v1":
        return _core_kind_problem(kind)
    is_odd = not slash or not version or "." not in group or group != group.lower()
    is_built_in = group in BUILT_IN_GROUPS or group == "k8s.io" or is_odd
    if not is_built_in or (api_version, kind) in FORMER_API_VERSIONS:
        return None
    served = API_VERSIONS.get(TYPED_LISTS.get(kind, kind))
    if served is not None and served != api_version:
        return KindProblem("apiVersion", f"apiVersion {api_version!r} has no kind {kind}", served)
    return _kind_of_group_problem(api_version, kind)


def _kind_of_group_problem(api_version: str, kind: str) -> KindProblem | None:
    known = _KINDS_OF.get(api_version)
    if known is None or kind.removesuffix("List") in known:
        return None
    meant = closest_folded(kind.strip(), known, most=1, cutoff=0.8)
    message = f"kind {kind!r} does not exist in {api_version}"
    return KindProblem("kind", message, meant[0] if meant else None)


def _core_kind_problem(kind: str) -> KindProblem | None:
    if kind.removesuffix("List") in CORE_KINDS | _OPENSHIFT_KINDS or kind == "List":
        return None
    message = f"kind {kind!r} does not exist in v1"
    if closest(kind, ("Service",), cutoff=0.8) or kind.lower() == "service":
        return KindProblem("kind", message, "Service")
    if (served := API_VERSIONS.get(kind)) is not None:
        return KindProblem("apiVersion", f"apiVersion 'v1' has no kind {kind}", served)
    return KindProblem("kind", message, None)
