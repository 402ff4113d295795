"""The facts about EndpointSlices and Endpoints that the code for all kinds needs.

Source: the defaults.go of pkg/apis/discovery/v1 and pkg/apis/core/v1 of Kubernetes.
"""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.endpoints.upgrade import upgrade_slice
from svclint.kubernetes.objects.kind import Kind, PortList
from svclint.model import Data
from svclint.model.cluster import Version


def _slice_with_defaults(data: Data, _version: Version) -> Data:
    """Return an EndpointSlice with defaults, without what is no longer stored."""
    changed: Data = {}
    if data.get("ports"):
        changed["ports"] = [{"name": "", "protocol": "TCP", **port} for port in data["ports"]]
    endpoints = data.get("endpoints") or ()
    if any("deprecatedTopology" in endpoint for endpoint in endpoints):
        changed["endpoints"] = [
            {name: value for name, value in endpoint.items() if name != "deprecatedTopology"}
            for endpoint in endpoints
        ]
    return data | changed


def _slice_port_lists(data: Data) -> Iterator[PortList]:
    yield ("ports",), data.get("ports") or []


def _endpoints_with_defaults(data: Data, _version: Version) -> Data:
    if not data.get("subsets"):
        return data
    return data | {"subsets": [_subset_with_defaults(subset) for subset in data["subsets"]]}


def _subset_with_defaults(subset: Data) -> Data:
    if not subset.get("ports"):
        return subset
    ports = [{**port, "protocol": port.get("protocol") or "TCP"} for port in subset["ports"]]
    return subset | {"ports": ports}


def _endpoints_port_lists(data: Data) -> Iterator[PortList]:
    for index, subset in enumerate(data.get("subsets") or ()):
        yield ("subsets", index, "ports"), subset.get("ports") or []


ENDPOINT_SLICE = Kind(
    "discovery.k8s.io/v1",
    "EndpointSlice",
    has_generation=True,
    with_defaults=_slice_with_defaults,
    port_lists=_slice_port_lists,
    upgrade=upgrade_slice,
)
ENDPOINTS = Kind(
    "v1", "Endpoints", with_defaults=_endpoints_with_defaults, port_lists=_endpoints_port_lists
)
