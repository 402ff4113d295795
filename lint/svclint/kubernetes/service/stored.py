"""The stored object: what the API returns after a create or an update, with allocated values.

Source: allocateCreate and allocateUpdate of the Service storage (alloc.go), the ``omitempty``
fields of k8s.io/api/core/v1, and the defaults that are applied on reads (storage.go).
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

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

_SYSTEM = ("uid", "resourceVersion", "creationTimestamp", "generation", "deletionTimestamp")
# Pointers in the Go types of the API: they are returned even if false, zero or empty.
_POINTERS = {
    "allocateLoadBalancerNodePorts",
    "appProtocol",
    "internalTrafficPolicy",
    "ipFamilyPolicy",
    "loadBalancerClass",
    "port",
    "targetPort",
    "timeoutSeconds",
    "trafficDistribution",
}
_STRING_MAPS = ("labels", "annotations", "selector")


def as_stored(service: Service, facts: ClusterFacts) -> Data:
    """Return the object as ``kubectl get -o json`` prints it, if the server accepts it.

    Values that the server chooses are ``ALLOCATED``; on create, uid and the like are left out.
    """
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
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": _without_empty(_metadata(service, facts.namespace)),
        "spec": _without_empty(spec),
        "status": _status(service),
    }


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


def _metadata(service: Service, namespace: str) -> Data:
    metadata = deepcopy(service.metadata)
    live: Data = (service.live or {}).get("metadata") or {}
    for name in ("managedFields", "selfLink", *_SYSTEM):
        metadata.pop(name, None)
    metadata.update({name: live[name] for name in _SYSTEM if name in live})
    metadata["namespace"] = metadata.get("namespace") or live.get("namespace") or namespace
    return metadata


def _status(service: Service) -> Data:
    status: Data = dict((service.live or {}).get("status") or {})
    if service.type != "LoadBalancer" or "loadBalancer" not in status:
        status["loadBalancer"] = {}
    return status


def _without_empty(data: Data) -> Data:
    """Return a mapping without the fields that Go's ``omitempty`` leaves out."""
    shown: Data = {}
    for name, value in data.items():
        item = _shown(name, value)
        if name in _POINTERS or item not in (None, "", 0, [], {}):
            shown[name] = item
    return shown


def _shown(name: str, value: Any) -> Any:
    if isinstance(value, dict) and name not in _STRING_MAPS:
        return _without_empty(value)
    if isinstance(value, list):
        return [_shown(name, item) for item in value]
    return value
