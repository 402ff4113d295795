"""Carry over: the values of the live Service that an update keeps if the manifest omits them.

Source: kube-apiserver's Service storage and strategy (pkg/registry/core/service: storage.go,
alloc.go, strategy.go); each function has the name of its step there. All of them change a decoded
and defaulted spec in place. Verified against a kube-apiserver 1.36.
"""

from __future__ import annotations

from svclint.kubernetes.service.defaults import externally_accessible
from svclint.kubernetes.version_changes import NODE_PORTS_RELEASED
from svclint.model import Data
from svclint.model.cluster import Version

_NODE_PORT_TYPES = ("NodePort", "LoadBalancer")


def patch_allocated_values(new: Data, old: Data, version: Version) -> None:
    """Copy allocated values that the new spec omits, if both types use them."""
    if _needs_cluster_ip(old) and _needs_cluster_ip(new):
        if not new.get("clusterIP"):
            _set(new, "clusterIP", old.get("clusterIP"))
        if not new.get("clusterIPs"):
            _set(new, "clusterIPs", list(old.get("clusterIPs") or ()))
    if _keeps_node_ports(old, version) and _keeps_node_ports(new, version):
        _patch_node_ports(new, old)
    if needs_health_check(old) and needs_health_check(new) and not new.get("healthCheckNodePort"):
        _set(new, "healthCheckNodePort", old.get("healthCheckNodePort"))


def _patch_node_ports(new: Data, old: Data) -> None:
    used = node_ports(old) & node_ports(new)
    by_name = {port.get("name", ""): port.get("nodePort", 0) for port in old.get("ports") or ()}
    for port in new.get("ports") or ():
        stored = by_name.get(port.get("name", ""), 0)
        if not port.get("nodePort") and stored not in used:
            _set(port, "nodePort", stored)


def normalize_cluster_ips(new: Data, old: Data) -> None:
    """Derive ``clusterIPs`` from ``clusterIP`` if only the latter was changed."""
    single, stored = new.get("clusterIP", ""), old.get("clusterIP", "")
    plural, stored_plural = new.get("clusterIPs") or [], old.get("clusterIPs") or []
    if stored_plural and not plural and single == stored:
        new["clusterIPs"] = list(stored_plural)
    if single != stored and plural == stored_plural:
        if single:
            new["clusterIPs"] = [single]
        else:
            new.pop("clusterIPs", None)


def release_secondary_family(new: Data, old: Data) -> None:
    """Release the secondary family of a Service that becomes SingleStack.

    A policy that the manifest leaves out is that of the live Service.
    """
    policy = new.get("ipFamilyPolicy") or old.get("ipFamilyPolicy")
    if new["type"] == "ExternalName" or policy != "SingleStack":
        return
    for name in ("clusterIPs", "ipFamilies"):
        values = new.get(name) or []
        if len(values) > 1 and values == (old.get(name) or []):
            new[name] = values[:1]


def keeps_preferred_families(new: Data, old: Data) -> bool:
    """Return whether a PreferDualStack Service keeps its families, whatever the cluster has now."""
    return (
        new.get("ipFamilyPolicy") == "PreferDualStack"
        and old.get("ipFamilyPolicy") in (None, "PreferDualStack")
        and new["type"] == old.get("type") in ("ClusterIP", *_NODE_PORT_TYPES)
        and _same_list(new, old, "clusterIPs")
        and _same_list(new, old, "ipFamilies")
    )


def drop_type_dependent_fields(new: Data, old: Data, version: Version) -> None:
    """Drop the fields that the new type does not use, unless the manifest changed them, too."""
    if _needs_cluster_ip(old) and not _needs_cluster_ip(new):
        if _same(new, old, "clusterIP") and _same_list(new, old, "clusterIPs"):
            _drop(new, "clusterIP", "clusterIPs")
        if _same_list(new, old, "ipFamilies"):
            _drop(new, "ipFamilies")
        if _same(new, old, "ipFamilyPolicy"):
            _drop(new, "ipFamilyPolicy")
    had_node_ports = old.get("type") in _NODE_PORT_TYPES and new["type"] not in _NODE_PORT_TYPES
    if had_node_ports and node_ports(new) <= node_ports(old):
        for port in new.get("ports") or ():
            _drop(port, "nodePort")
    if needs_health_check(old) and not needs_health_check(new):
        _drop_if_same(new, old, "healthCheckNodePort")
    if old.get("type") == "LoadBalancer" and new["type"] != "LoadBalancer":
        _drop_if_same(new, old, "allocateLoadBalancerNodePorts")
        _drop_if_same(new, old, "loadBalancerClass")
    if externally_accessible(old, version) and not externally_accessible(new, version):
        _drop_if_same(new, old, "externalTrafficPolicy")


def needs_health_check(spec: Data) -> bool:
    """Return whether the Service has a health-check node port."""
    return spec.get("type") == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local"


def node_ports(spec: Data) -> set[int]:
    """Return the node ports of all ports."""
    return {port["nodePort"] for port in spec.get("ports") or () if port.get("nodePort")}


def _needs_cluster_ip(spec: Data) -> bool:
    return spec.get("type") != "ExternalName"


def _keeps_node_ports(spec: Data, version: Version) -> bool:
    return spec.get("type") == "NodePort" or (
        spec.get("type") == "LoadBalancer"
        and (
            spec.get("allocateLoadBalancerNodePorts") is not False
            or not NODE_PORTS_RELEASED.is_in(version)
        )
    )


def _same(new: Data, old: Data, name: str) -> bool:
    return (new.get(name) or "") == (old.get(name) or "")


def _same_list(new: Data, old: Data, name: str) -> bool:
    return (new.get(name) or []) == (old.get(name) or [])


def _drop_if_same(new: Data, old: Data, name: str) -> None:
    if new.get(name) == old.get(name):
        _drop(new, name)


def _drop(data: Data, *names: str) -> None:
    for name in names:
        data.pop(name, None)


def _set(data: Data, name: str, value: object) -> None:
    if value:
        data[name] = value
