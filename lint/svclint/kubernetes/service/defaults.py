"""Defaults: the fields that the API server fills in before it validates a Service.

Source: SetDefaults_Service (pkg/apis/core/v1/defaults.go of Kubernetes).
"""

from __future__ import annotations

from svclint.kubernetes.version_changes import EXTERNAL_IPS_TRAFFIC_POLICY
from svclint.model import Data
from svclint.model.cluster import Version

SESSION_TIMEOUT_SECONDS = 10800


def with_defaults(data: Data, version: Version) -> Data:
    """Return a decoded Service with its defaults; the argument stays as it is."""
    spec = dict(data.get("spec") or {})
    if "ports" in spec:
        spec["ports"] = [dict(port) for port in spec["ports"]]
    _apply_defaults(spec, version)
    return {**data, "spec": spec}


def _apply_defaults(spec: Data, version: Version) -> None:
    _default_session_affinity(spec)
    if not spec.get("type"):
        spec["type"] = "ClusterIP"
    for port in spec.get("ports", ()):
        _default_port(port)
    if externally_accessible(spec, version) and not spec.get("externalTrafficPolicy"):
        spec["externalTrafficPolicy"] = "Cluster"
    if spec["type"] in ("ClusterIP", "NodePort", "LoadBalancer"):
        spec.setdefault("internalTrafficPolicy", "Cluster")
    if spec["type"] == "LoadBalancer":
        spec.setdefault("allocateLoadBalancerNodePorts", True)


def externally_accessible(spec: Data, version: Version) -> bool:
    """Return whether ``externalTrafficPolicy`` applies: by the type, or by external IPs."""
    kind = spec.get("type")
    return kind in ("NodePort", "LoadBalancer") or (
        kind == "ClusterIP"
        and bool(spec.get("externalIPs"))
        and EXTERNAL_IPS_TRAFFIC_POLICY.is_in(version)
    )


def _default_session_affinity(spec: Data) -> None:
    if not spec.get("sessionAffinity"):
        spec["sessionAffinity"] = "None"
    if spec["sessionAffinity"] == "None":
        spec.pop("sessionAffinityConfig", None)
    elif spec["sessionAffinity"] == "ClientIP":
        config = spec.get("sessionAffinityConfig", {})
        client = {"timeoutSeconds": SESSION_TIMEOUT_SECONDS, **config.get("clientIP", {})}
        spec["sessionAffinityConfig"] = {**config, "clientIP": client}


def _default_port(port: Data) -> None:
    if not port.get("protocol"):
        port["protocol"] = "TCP"
    port.setdefault("port", 0)
    if port.get("targetPort") in (None, 0, ""):
        port["targetPort"] = port["port"]
