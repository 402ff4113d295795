"""The addresses of EndpointSlices and Endpoints, and which of them the API server refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from svclint.kubernetes.endpoints.kind import ENDPOINTS
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.address_spelling import new_ip_problem
from svclint.kubernetes.objects.syntax import subdomain_problem
from svclint.kubernetes.version_changes import (
    CANONICAL_SLICE_ADDRESSES,
    STRICT_ADDRESSES,
    UNCHANGED_ENDPOINTS_TOLERATED,
)
from svclint.model import Data, Path
from svclint.model.addresses import canonical_ip, parse_ip
from svclint.model.cluster import Version

ADDRESS_TYPES = ("IPv4", "IPv6", "FQDN")
MOST_ENDPOINTS, MOST_ADDRESSES, MOST_PORTS, MOST_HINTS = 1000, 100, 20000, 8
_MANAGED_BY = {
    "EndpointSlice": (
        "endpointslice.kubernetes.io/managed-by",
        ("endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io"),
    ),
    "Endpoints": ("endpoints.kubernetes.io/managed-by", ("endpoint-controller",)),
}


class EndpointAddress(NamedTuple):
    """An address, its path, and the type that it must have: ``IPv4``, ``IPv6``, ``FQDN``, ``IP``.

    The type is that of its EndpointSlice, as written there; ``IP`` in Endpoints.
    """

    path: Path
    text: str
    address_type: str


def endpoint_entries(checked: KubernetesObject) -> Iterator[tuple[Path, Data]]:
    """Yield the entries with a ``hostname`` and a ``nodeName`` that the API server validates.

    These are none in an EndpointSlice that has too many. From 1.33 on, it validates none that the
    live object has as well; of Endpoints, it compares whole subsets.
    """
    stored = _live_entries(checked)
    for path, group, entry in _all_entries(checked):
        if not stored or _filled(group) not in stored:
            yield path, entry


def _all_entries(checked: KubernetesObject) -> Iterator[tuple[Path, Data, Data]]:
    """Yield the path of each entry, what is compared with the live object, and the entry."""
    if checked.kind is ENDPOINTS:
        for index, subset in enumerate(checked.effective.get("subsets") or ()):
            for field in ("addresses", "notReadyAddresses"):
                for number, address in enumerate(subset.get(field) or ()):
                    yield ("subsets", index, field, number), subset, address
        return
    entries = checked.effective.get("endpoints") or ()
    if len(entries) <= MOST_ENDPOINTS:
        for index, entry in enumerate(entries):
            yield ("endpoints", index), entry, entry


def _live_entries(checked: KubernetesObject) -> list[Any]:
    """Return the endpoints or subsets of the live object that an update does not validate again."""
    if checked.live is None or not UNCHANGED_ENDPOINTS_TOLERATED.is_in(checked.version):
        return []
    field = "subsets" if checked.kind is ENDPOINTS else "endpoints"
    return [_filled(each) for each in checked.live.get(field) or ()]


def _filled(value: Any) -> Any:
    """Return a value without what is empty: the server returns some of it, a manifest has none."""
    if isinstance(value, list):
        return [_filled(item) for item in value]
    if isinstance(value, dict):
        filled = {name: _filled(item) for name, item in value.items()}
        return {name: item for name, item in filled.items() if item not in (None, [], {})}
    return value


def endpoint_addresses(checked: KubernetesObject) -> Iterator[EndpointAddress]:
    """Yield all addresses that the API server validates."""
    for path, entry in endpoint_entries(checked):
        yield from _addresses(checked, path, entry)


def spelt_addresses(checked: KubernetesObject) -> Iterator[EndpointAddress]:
    """Yield all addresses, of which the API server warns if they are spelt in an unusual way."""
    for path, _, entry in _all_entries(checked):
        yield from _addresses(checked, path, entry)


def _addresses(checked: KubernetesObject, path: Path, entry: Data) -> Iterator[EndpointAddress]:
    if checked.kind is ENDPOINTS:
        yield EndpointAddress((*path, "ip"), entry.get("ip", ""), "IP")
        return
    addresses = entry.get("addresses") or ()
    if len(addresses) <= MOST_ADDRESSES:
        address_type = checked.effective.get("addressType", "")
        for number, text in enumerate(addresses):
            yield EndpointAddress((*path, "addresses", number), text, address_type)


def address_problem(address: EndpointAddress, version: Version) -> str | None:
    """Return why the API server refuses an address for its spelling."""
    if address.address_type not in (*ADDRESS_TYPES, "IP"):
        return None
    if address.address_type == "FQDN":
        return _domain_problem(address.text)
    if address.address_type == "IPv6" and CANONICAL_SLICE_ADDRESSES.is_in(version):
        problem = new_ip_problem(address.text, STRICT_ADDRESSES.since)
        if (
            problem is None
            and parse_ip(address.text)
            and canonical_ip(address.text) != address.text
        ):
            return "is not in the canonical form of RFC 5952"
        return problem
    return new_ip_problem(address.text, version)


def is_of_other_family(address: EndpointAddress, version: Version) -> bool:
    """Return whether a valid address does not have the family of its EndpointSlice."""
    if address.address_type not in ("IPv4", "IPv6") or address_problem(address, version):
        return False
    parsed = parse_ip(address.text)
    return parsed is not None and parsed.family != address.address_type


def is_managed(checked: KubernetesObject) -> bool:
    """Return whether a label names a controller of Kubernetes, for which there are no warnings."""
    key, controllers = _MANAGED_BY[checked.kind.name]
    return (checked.metadata.get("labels") or {}).get(key) in controllers


def _domain_problem(text: str) -> str | None:
    if not text:
        return "is empty"
    name = text.removesuffix(".")
    problem = subdomain_problem(name)
    if problem is not None:
        return problem
    parts = name.split(".")
    if len(parts) < 2:
        return "has only one part; a domain name has at least two, separated by '.'"
    if any(len(part) > 63 for part in parts):
        return "has a part of more than 63 characters"
    return None
