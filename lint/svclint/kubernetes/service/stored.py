"""The stored object: what the API returns after a create or an update, with allocated values.

Source: allocateCreate and allocateUpdate of the Service storage (alloc.go), the ``omitempty``
fields of k8s.io/api/core/v1, and the defaults that are applied on reads (storage.go).
"""

from __future__ import annotations

from copy import deepcopy

from svclint.kubernetes.service.allocation import (
    allocated_places,
    assigned_node_ports,
    inferred_families,
    stored_spec,
)
from svclint.kubernetes.service.service import Service
from svclint.kubernetes.version_changes import TRAFFIC_DISTRIBUTION
from svclint.model import Data
from svclint.model.cluster import ClusterFacts

# Placeholder for a cluster IP, node port or health-check node port that the server chooses.
ALLOCATED = "<allocated by the server>"


def stored_fields(service: Service, facts: ClusterFacts) -> Data:
    """Return the fields that are stored beside the metadata, if the server accepts the Service."""
    spec = deepcopy(service.spec)
    if service.type == "ExternalName":
        spec.pop("internalTrafficPolicy", None)
        if spec.get("clusterIP") and not spec.get("clusterIPs"):
            # The server refuses clusterIPs only; it copies clusterIP to them.
            spec["clusterIPs"] = [spec["clusterIP"]]
    else:
        families = inferred_families(service, facts)
        spec["ipFamilies"] = families
        spec["ipFamilyPolicy"] = service.ip_family_policy
        _allocate_cluster_ips(spec, allocated_places(service, len(families)))
    _allocate_node_ports(spec, service)
    is_known = TRAFFIC_DISTRIBUTION.is_in(service.version)
    if not is_known and not stored_spec(service).get("trafficDistribution"):
        spec.pop("trafficDistribution", None)
    return {"spec": spec, "status": _status(service)}


def without_chosen_node_ports(stored: Data) -> Data:
    """Return a stored object without the node ports that the server has chosen."""
    spec: Data = dict(stored["spec"])
    if spec.get("healthCheckNodePort") == ALLOCATED:
        del spec["healthCheckNodePort"]
    ports: list[Data] = spec.get("ports") or []
    if ports:
        spec["ports"] = [
            {key: value for key, value in port.items() if value != ALLOCATED} for port in ports
        ]
    return stored | {"spec": spec}


def without_chosen_cluster_ips(data: Data) -> Data:
    """Return an object without the cluster IPs that the server has chosen."""
    spec: Data = {key: value for key, value in data["spec"].items() if value != ALLOCATED}
    addresses: list[str] = spec.get("clusterIPs") or []
    if ALLOCATED in addresses:
        spec["clusterIPs"] = [text for text in addresses if text != ALLOCATED]
    return data | {"spec": spec}


def _allocate_cluster_ips(spec: Data, places: range) -> None:
    addresses: list[str] = [*(spec.get("clusterIPs") or ())]
    for place in places:
        if place == len(addresses):
            addresses.append(ALLOCATED)
    if addresses:
        spec["clusterIPs"] = addresses
        if 0 in places:
            spec["clusterIP"] = addresses[0]


def _allocate_node_ports(spec: Data, service: Service) -> None:
    if service.type in ("NodePort", "LoadBalancer"):
        for port, number in zip(spec.get("ports") or (), assigned_node_ports(service), strict=True):
            port["nodePort"] = ALLOCATED if isinstance(number, str) else number
    if service.needs_health_check and not spec.get("healthCheckNodePort"):
        spec["healthCheckNodePort"] = ALLOCATED


def _status(service: Service) -> Data:
    status: Data = dict((service.live or {}).get("status") or {})
    if service.type != "LoadBalancer" or "loadBalancer" not in status:
        status["loadBalancer"] = {}
    return status
