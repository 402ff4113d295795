"""The object as the server will store and show it, with what it allocates.

Source: allocateCreate and allocateUpdate of the Service storage (alloc.go), the ``omitempty``
fields of k8s.io/api/core/v1, and the defaults that are filled in on reading (storage.go).
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import (
    allocated_places,
    assigned_node_ports,
    inferred_families,
    stored_spec,
)
from svclint.model import Data
from svclint.model.cluster import ClusterFacts

# Stands for a value that the server picks: a cluster IP, a node port, a health-check node port.
ALLOCATED = "<allocated by the server>"

_SYSTEM = ("uid", "resourceVersion", "creationTimestamp", "generation", "deletionTimestamp")
# Pointers in the API's Go types, which are shown even when they are false, zero or empty.
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
_TEXT_MAPS = ("labels", "annotations", "selector")


def as_stored(service: Service, facts: ClusterFacts) -> Data:
    """Give the object as ``kubectl get -o json`` will show it, if the server takes it.

    Values that the server picks are ``ALLOCATED``; on create, uid and the like are left out.
    """
    spec = deepcopy(service.spec)
    if service.type == "ExternalName":
        spec.pop("internalTrafficPolicy", None)
        if spec.get("clusterIP") and not spec.get("clusterIPs"):
            # Only the plural is refused; what the singular says shows in both.
            spec["clusterIPs"] = [spec["clusterIP"]]
    else:
        families = inferred_families(service, facts)
        spec["ipFamilies"] = families
        spec["ipFamilyPolicy"] = service.ip_family_policy
        _allocate_cluster_ips(spec, allocated_places(service, len(families)))
    _allocate_node_ports(spec, service)
    if service.version < (1, 31) and not stored_spec(service).get("trafficDistribution"):
        spec.pop("trafficDistribution", None)
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": _without_empty(_metadata(service, facts.namespace)),
        "spec": _without_empty(spec),
        "status": _status(service),
    }


def without_picked_numbers(stored: Data) -> Data:
    """Leave out the node ports that the server will have picked: nobody knows their numbers."""
    spec: Data = dict(stored["spec"])
    if spec.get("healthCheckNodePort") == ALLOCATED:
        del spec["healthCheckNodePort"]
    ports: list[Data] = spec.get("ports") or []
    if ports:
        spec["ports"] = [
            {key: value for key, value in port.items() if value != ALLOCATED} for port in ports
        ]
    return stored | {"spec": spec}


def without_picked_addresses(data: Data) -> Data:
    """Leave out the cluster IPs that the server will have picked: no rule can judge them."""
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
    """Leave out what Go's ``omitempty`` leaves out."""
    shown: Data = {}
    for name, value in data.items():
        plain = _shown(name, value)
        if name in _POINTERS or plain not in (None, "", 0, [], {}):
            shown[name] = plain
    return shown


def _shown(name: str, value: Any) -> Any:
    if isinstance(value, dict) and name not in _TEXT_MAPS:
        return _without_empty(value)
    if isinstance(value, list):
        return [_shown(name, item) for item in value]
    return value
