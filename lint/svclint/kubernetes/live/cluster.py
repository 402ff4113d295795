"""Read a cluster: Services, the objects around them, and the facts that decide about addresses.

Only GET and LIST requests are sent. Kinds that the user is not allowed to read are reported and
left out, except for Services, without which there is nothing to compare with.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from svclint.kubernetes.live.access import Access, Target, connect
from svclint.kubernetes.live.errors import ClusterError
from svclint.kubernetes.live.listing import Item, Progress, Store, read_list
from svclint.kubernetes.live.related import read_related
from svclint.kubernetes.live.request import get
from svclint.kubernetes.live.resources import COMPARED, RELATED, RELEASES, SERVICES, Resource
from svclint.kubernetes.live.snapshot import LiveState, facts_item, state_of
from svclint.model.data import mapping, text
from svclint.source.document import Chunk, Document

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


class Documents:
    """A store in memory. Live objects have no text, so all share an empty one."""

    def __init__(self, description: str) -> None:
        self.found: list[Document] = []
        self._chunk = Chunk(description, "", 1)

    def mark(self) -> int:
        """Return a mark for ``roll_back``."""
        return len(self.found)

    def roll_back(self, mark: int) -> None:
        """Drop the objects added after a mark."""
        del self.found[mark:]

    def add(self, item: Item) -> None:
        """Add an object."""
        self.found.append(Document(self._chunk, item))


def read_cluster(target: Target, progress: Progress, *, with_releases: bool = False) -> LiveState:
    """Return the state of a cluster, as if read from a snapshot. Raises ``ClusterError``."""
    access = connect(target)
    store = Documents(access.description)
    reading = read_into(store, access, target.namespace, progress, with_releases=with_releases)
    store.add(reading.facts)
    return state_of(store.found)


def read_into(
    store: Store, access: Access, namespace: str, progress: Progress, *, with_releases: bool
) -> Reading:
    """Add all objects that svclint needs to a store. Raises ``ClusterError``.

    ``with_releases``: also the releases of Helm, which are Secrets.
    """
    unknown = [access.warning] if access.warning else []
    # The version comes first: everybody may read it, so connection errors appear at once.
    version = _version(access, unknown)
    namespace = namespace or access.namespace
    counts = {"Service": _read_services(store, access, namespace, progress, unknown)}
    for resources in COMPARED:
        count, problem = _read_optional(store, access, resources, namespace, progress)
        if count is not None:
            counts[resources[0].kind] = count
        if problem:
            unknown.append(problem)
    related = (*RELATED, RELEASES) if with_releases else RELATED
    more, problems = read_related(store, access, related, namespace, progress)
    return Reading(counts | more, version, access.namespace, (*unknown, *problems))


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
    is_limited = namespace and resources[0].is_namespaced
    spaces = ("", namespace) if is_limited else ("",)
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
