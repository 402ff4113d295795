"""Allocation: the IP families, cluster IPs and node ports that the server assigns, in its order.

Source: the Service storage of kube-apiserver (pkg/registry/core/service/storage); verified
against a kube-apiserver 1.36.
"""

from __future__ import annotations

from typing import NamedTuple

from svclint.kubernetes.service.carry_over import keeps_preferred_families, node_ports
from svclint.kubernetes.service.service import Service
from svclint.kubernetes.version_changes import CLUSTER_IP_OBJECTS
from svclint.model import Data
from svclint.model.addresses import IPV4, Address, other_family, parse_ip
from svclint.model.cluster import ClusterFacts


class NodePortRequest(NamedTuple):
    """A node port that the server must allocate: the index of the requesting port, the number."""

    entry: int
    number: int


def requested_addresses(service: Service, facts: ClusterFacts) -> list[tuple[int, Address]]:
    """Return the cluster IPs that the server must allocate as requested, with their indices.

    Empty for headless and ExternalName Services; addresses that do not parse are left out.
    """
    if service.type == "ExternalName":
        return []
    count = len(inferred_families(service, facts))
    found = [(index, parse_ip(text)) for index, text in enumerate(service.cluster_ips[:count])]
    taken = allocated_places(service, count)
    return [(index, address) for index, address in found if address is not None and index in taken]


def allocated_places(service: Service, count: int) -> range:
    """Return the indices of ``clusterIPs`` that the server allocates, for ``count`` IP families.

    On update these are all of them if the live type is ExternalName, the second if the live
    object has one family, otherwise none. The second is allocated even beside a new ``None``,
    which the server refuses afterwards.
    """
    spec = stored_spec(service)
    if service.type == "ExternalName":
        return range(0)
    if service.live is None or spec.get("type") == "ExternalName":
        return range(0 if service.is_headless else count)
    had_one = len(spec.get("ipFamilies") or ()) == 1 and spec.get("clusterIP") != "None"
    return range(1, 2) if had_one and count == 2 else range(0)


def inferred_families(service: Service, facts: ClusterFacts) -> list[str]:
    """Return the IP families of the stored Service: as written, of its cluster IPs, or by default.

    If the cluster's families are unknown, only those that follow from the manifest.
    """
    families = list(service.spec.get("ipFamilies", ()))
    if service.live is not None and keeps_preferred_families(service.spec, stored_spec(service)):
        return families
    for text in service.cluster_ips[len(families) :]:
        address = parse_ip(text)
        if address is None:
            break
        families.append(address.family)
    if not families:
        families = list(facts.families[:1]) or [IPV4]
    wants_both = service.ip_family_policy != "SingleStack" and len(families) == 1
    if wants_both and (len(facts.families) == 2 or service.is_headless_without_selector):
        families.append(other_family(families[0]))
    return families


def requested_node_ports(service: Service) -> list[NodePortRequest]:
    """Return the node ports that the server must allocate as requested, in its order.

    Entries with the same ``port`` share one node port, so only the first of them requests it.
    """
    if service.type not in ("NodePort", "LoadBalancer"):
        return []
    if service.live is not None:
        return _requested_on_update(service)
    given: dict[int, int] = {}
    requested = _first_requests(service)
    requests: list[NodePortRequest] = []
    for index, port in enumerate(service.ports):
        number, wanted = port["port"], port.get("nodePort", 0)
        if not wanted and not allocates_node_ports(service):
            continue
        shared = given.get(number, 0)
        if not shared:
            first = requested.get(number)
            if first:
                requests.append(NodePortRequest(index, first))
                given[number] = first
        elif wanted and wanted != shared:
            requests.append(NodePortRequest(index, wanted))
    return requests


def _requested_on_update(service: Service) -> list[NodePortRequest]:
    """Return only numbers that no port of the live object has; on update, entries share none."""
    seen = node_ports(stored_spec(service))
    requests: list[NodePortRequest] = []
    for index, port in enumerate(service.ports):
        wanted = port.get("nodePort", 0)
        if wanted and wanted not in seen:
            requests.append(NodePortRequest(index, wanted))
            seen.add(wanted)
    return requests


def automatic_node_ports(service: Service) -> int:
    """Return how many node ports the server must choose."""
    if service.type not in ("NodePort", "LoadBalancer") or not allocates_node_ports(service):
        return 0
    if service.live is not None:
        return sum(not port.get("nodePort") for port in service.ports)
    numbers = {port["port"] for port in service.ports}
    asked = {port["port"] for port in service.ports if port.get("nodePort")}
    return len(numbers - asked)


def allocates_node_ports(service: Service) -> bool:
    """Return whether ports without a node port get one."""
    return service.type == "NodePort" or (
        service.type == "LoadBalancer"
        and bool(service.spec.get("allocateLoadBalancerNodePorts", True))
    )


def records_cluster_ip(service: Service) -> bool:
    """Return whether the server creates an IPAddress object, which must be able to refer to it.

    Servers allocate with such objects from Kubernetes 1.33 (KEP-1880), before with a bitmap.
    """
    if service.is_headless or service.type == "ExternalName":
        return False
    return service.live is None and CLUSTER_IP_OBJECTS.is_in(service.version)


def _first_requests(service: Service) -> dict[int, int]:
    """Return the first node port that is requested for each port."""
    requested: dict[int, int] = {}
    for port in service.ports:
        if port.get("nodePort"):
            requested.setdefault(port["port"], int(port["nodePort"]))
    return requested


def stored_spec(service: Service) -> Data:
    """Return the spec of the live object, an empty one on create."""
    spec: Data = (service.live or {}).get("spec") or {}
    return spec


def stored_node_ports(service: Service) -> set[int]:
    """Return the node ports of the live object, including that of its health check.

    They are released only once the update has succeeded, so none of them can be used otherwise.
    """
    spec = stored_spec(service)
    return (node_ports(spec) | {spec.get("healthCheckNodePort", 0)}) - {0}


def assigned_node_ports(service: Service) -> list[int | str]:
    """Return the node port of each port: its number, a placeholder if the server chooses it, or 0.

    On create, entries with the same ``port`` share a node port, and so have the same placeholder.
    """
    allocates = allocates_node_ports(service)
    is_update = service.live is not None
    requested = _first_requests(service)
    assigned: list[int | str] = []
    for index, port in enumerate(service.ports):
        number: int | str = port.get("nodePort", 0)
        if not number and allocates and is_update:
            number = f"of entry {index}"
        elif not number and allocates:
            number = requested.get(port["port"]) or f"of port {port['port']}"
        assigned.append(number)
    return assigned
