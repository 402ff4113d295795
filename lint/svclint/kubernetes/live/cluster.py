"""What svclint reads of a cluster: Services, and the facts that decide about their addresses.

Only GET and LIST. What may not be read is named, and the rest is read all the same; without any
Services there is nothing to judge by, which is an error.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from svclint.kubernetes.live.access import Access, Target, connect
from svclint.kubernetes.live.errors import ClusterError
from svclint.kubernetes.live.listing import Item, Progress, Resource, Store, read_list
from svclint.kubernetes.live.related import Documents, read_reached
from svclint.kubernetes.live.request import get
from svclint.kubernetes.live.snapshot import LiveState, facts_item, state_of
from svclint.model.data import mapping, text

SERVICES = Resource("v1", "Service", "services")
_NETWORKING = ("networking.k8s.io/v1", "networking.k8s.io/v1beta1")
SERVICE_CIDRS = [Resource(version, "ServiceCIDR", "servicecidrs") for version in _NETWORKING]
IP_ADDRESSES = [Resource(version, "IPAddress", "ipaddresses") for version in _NETWORKING]
_NUMBER = re.compile(r"\d+")


class Reading(NamedTuple):
    """What was read besides objects: how many of each kind, and what no object tells."""

    counts: dict[str, int]
    version: str
    namespace: str
    unknown: tuple[str, ...]

    @property
    def facts(self) -> Item:
        """The item of a snapshot that keeps this."""
        return facts_item(self.version, self.namespace, self.unknown)


def read_cluster(target: Target, progress: Progress, *, with_ends: bool = False) -> LiveState:
    """Read a cluster, as a snapshot of it would be read. Raises ``ClusterError``.

    ``with_ends``: read the workloads and callers of its Services, too.
    """
    access = connect(target)
    store = Documents(access.called)
    reading = read_into(store, access, target.namespace, progress)
    if with_ends:
        ends = Documents(access.called, is_brief=True)
        said = read_reached(ends, access, target.namespace or access.namespace, progress)
        store.found += ends.found
        reading = reading._replace(unknown=(*reading.unknown, *said))
    store.add(reading.facts)
    return state_of(store.found)


def read_into(store: Store, access: Access, namespace: str, progress: Progress) -> Reading:
    """Put all that svclint needs of a cluster into a store. Raises ``ClusterError``."""
    unknown: list[str] = []
    # The version comes first: everybody may read it, so a broken connection shows at once.
    version = _version(access, unknown)
    services = _read_services(store, access, namespace or access.namespace, progress, unknown)
    cidrs, addresses = (
        _read_optional(store, access, resources, progress, unknown)
        for resources in (SERVICE_CIDRS, IP_ADDRESSES)
    )
    counts = {"Service": services, "ServiceCIDR": cidrs, "IPAddress": addresses}
    return Reading(counts, version, access.namespace, tuple(unknown))


def _version(access: Access, unknown: list[str]) -> str:
    """Give the server's version, such as ``1.36``: the one it behaves as, where it emulates."""
    try:
        answer: Any = mapping(get(access, "/version"))
    except ClusterError as error:
        if error.status != 403:
            raise
        unknown.append("may not read /version: the server's version is not known")
        return ""
    # Some providers write "33+".
    for prefix in ("emulationMajor", "emulationMinor"), ("major", "minor"):
        found = [_NUMBER.match(text(answer.get(name))) for name in prefix]
        if found[0] and found[1]:
            return f"{found[0][0]}.{found[1][0]}"
    raise ClusterError(
        f"{access.called}: GET {access.server}/version: the answer names no Kubernetes version; "
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
            words = f"{error}; or name one namespace that may be read, with --namespace"
            raise ClusterError(words, status=403) from None
    count = read_list(access, SERVICES, store, progress, namespace)
    unknown.append(
        f"may not list services in all namespaces, only in {namespace}: which addresses and node "
        "ports others hold is not known"
    )
    return count + (namespace != "default" and _add_kubernetes(store, access))


def _add_kubernetes(store: Store, access: Access) -> bool:
    """Add the API server's own Service, which always holds an address, where that is allowed."""
    try:
        found = get(access, SERVICES.path("default", "kubernetes"))
    except ClusterError as error:
        if error.status in (403, 404):
            return False
        raise
    store.add(found)
    return True


_WITHOUT = {
    "servicecidrs": "cluster IPs are judged by range only with --service-cidr",
    "ipaddresses": "addresses held by anything but a Service are not known",
}


def _read_optional(
    store: Store,
    access: Access,
    resources: list[Resource],
    progress: Progress,
    unknown: list[str],
) -> int:
    """Read a kind that old servers lack and that svclint can do without."""
    plural = resources[0].plural
    for resource in resources:
        try:
            return read_list(access, resource, store, progress)
        except ClusterError as error:
            if error.status == 403:
                unknown.append(f"may not list {plural}: {_WITHOUT[plural]}")
                return 0
            if error.status != 404:
                raise
    if plural == "servicecidrs":
        unknown.append(f"the server has no {plural}: {_WITHOUT[plural]}")
    return 0
