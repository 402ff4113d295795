"""Read a cluster: Services, the objects around them, and the facts that decide about addresses.

Only GET and LIST requests are sent. Kinds that the user is not allowed to read are reported and
left out, except for Services, without which there is nothing to compare with.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from svclint.kubernetes.live.access import Access, Target, connect
from svclint.kubernetes.live.errors import ClusterError
from svclint.kubernetes.live.listing import Item, Progress, Resource, Store, read_list
from svclint.kubernetes.live.related import Documents, read_related
from svclint.kubernetes.live.request import get
from svclint.kubernetes.live.snapshot import LiveState, facts_item, state_of
from svclint.model.data import mapping, text

SERVICES = Resource("v1", "Service", "services")
_NETWORKING = "networking.k8s.io/v1"
# Each kind, by the API versions to try in turn.
_ADDRESSES = tuple(
    tuple(Resource(version, kind, plural) for version in (_NETWORKING, f"{_NETWORKING}beta1"))
    for kind, plural in (("ServiceCIDR", "servicecidrs"), ("IPAddress", "ipaddresses"))
)
_FAMILY = (
    (Resource(_NETWORKING, "Ingress", "ingresses"),),
    (Resource(_NETWORKING, "IngressClass", "ingressclasses"),),
    (Resource("discovery.k8s.io/v1", "EndpointSlice", "endpointslices"),),
    (Resource("v1", "Endpoints", "endpoints"),),
)
_CLUSTER_SCOPED = ("servicecidrs", "ipaddresses", "ingressclasses")
_NUMBER = re.compile(r"\d+")


class Reading(NamedTuple):
    """The facts that no object contains: counts by kind, version, namespace, what is unknown."""

    counts: dict[str, int]
    version: str
    namespace: str
    unknown: tuple[str, ...]

    @property
    def facts(self) -> Item:
        """The item of a snapshot that stores them."""
        return facts_item(self.version, self.namespace, self.unknown, self.counts)


def read_cluster(target: Target, progress: Progress, *, with_related: bool = False) -> LiveState:
    """Return the state of a cluster, as if read from a snapshot. Raises ``ClusterError``.

    ``with_related``: read the workloads of its Services and the objects that name them, too.
    """
    access = connect(target)
    store = Documents(access.description)
    # What is related contains the others.
    others = _ADDRESSES if with_related else (*_ADDRESSES, *_FAMILY)
    reading = read_into(store, access, target.namespace, progress, others)
    if with_related:
        related = Documents(access.description, is_brief=True)
        unknown = read_related(related, access, target.namespace or access.namespace, progress)
        store.found += related.found
        reading = reading._replace(unknown=(*reading.unknown, *unknown))
    store.add(reading.facts)
    return state_of(store.found)


def read_into(
    store: Store,
    access: Access,
    namespace: str,
    progress: Progress,
    others: tuple[tuple[Resource, ...], ...] = (*_ADDRESSES, *_FAMILY),
) -> Reading:
    """Add all objects that svclint needs to a store. Raises ``ClusterError``."""
    unknown = [access.warning] if access.warning else []
    # The version comes first: everybody may read it, so connection errors appear at once.
    version = _version(access, unknown)
    namespace = namespace or access.namespace
    counts = {"Service": _read_services(store, access, namespace, progress, unknown)}
    for resources in others:
        count, problem = _read_optional(store, access, resources, namespace, progress)
        if count is not None:
            counts[resources[0].kind] = count
        if problem:
            unknown.append(problem)
    return Reading(counts, version, access.namespace, tuple(unknown))


def _version(access: Access, unknown: list[str]) -> str:
    """Return the version of the server, such as ``1.36``; the emulated one, if it has one."""
    try:
        answer: Any = mapping(get(access, "/version"))
    except ClusterError as error:
        if error.status != 403:
            raise
        unknown.append("not allowed to read /version: the version of the server is unknown")
        return ""
    # Some providers write "33+".
    for prefix in ("emulationMajor", "emulationMinor"), ("major", "minor"):
        found = [_NUMBER.match(text(answer.get(name))) for name in prefix]
        if found[0] and found[1]:
            return f"{found[0][0]}.{found[1][0]}"
    raise ClusterError(
        f"{access.description}: GET {access.server}/version: "
        "the answer contains no Kubernetes version; "
        "check that this is the address of a Kubernetes API server"
    )


def _read_services(
    store: Store, access: Access, namespace: str, progress: Progress, unknown: list[str]
) -> int:
    try:
        return read_list(access, SERVICES, store, progress)
    except ClusterError as error:
        if error.status != 403:
            raise
        if not namespace:
            message = f"{error}; or name a namespace that you are allowed to read with --namespace"
            raise ClusterError(message, status=403) from None
    count = read_list(access, SERVICES, store, progress, namespace)
    unknown.append(
        f"not allowed to list services in all namespaces, only in {namespace}: addresses and node "
        "ports of other namespaces are unknown"
    )
    return count + (namespace != "default" and _add_kubernetes(store, access))


def _add_kubernetes(store: Store, access: Access) -> bool:
    """Add the Service of the API server, which always has an address, if reading it is allowed."""
    try:
        found = get(access, SERVICES.path("default", "kubernetes"))
    except ClusterError as error:
        if error.status in (403, 404):
            return False
        raise
    store.add(found)
    return True


_UNCOMPARED = "what an apply of them does is unknown"
_CONSEQUENCES = {
    "servicecidrs": "cluster IPs are checked against Service CIDRs only with --service-cidr",
    "ipaddresses": "addresses of anything other than a Service are unknown",
}


def _read_optional(
    store: Store,
    access: Access,
    resources: tuple[Resource, ...],
    namespace: str,
    progress: Progress,
) -> tuple[int | None, str]:
    """Read a kind that a server may lack, and a user may not be allowed to read.

    Returns how many objects there are, ``None`` if that is unknown, and what is unknown.
    """
    plural = resources[0].plural
    consequence = _CONSEQUENCES.get(plural, _UNCOMPARED)
    spaces = ("",) if plural in _CLUSTER_SCOPED or not namespace else ("", namespace)
    for resource in resources:
        for space in spaces:
            try:
                return read_list(access, resource, store, progress, space), ""
            except ClusterError as error:
                if error.status == 404:
                    break
                if error.status != 403:
                    raise
        else:
            return None, f"not allowed to list {plural}: {consequence}"
    return 0, f"the server has no {plural}: {consequence}" if plural == "servicecidrs" else ""
