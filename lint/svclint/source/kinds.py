"""Kinds and API groups that svclint knows, and mistakes in the kind of a Service."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from svclint.model.suggestions import closest

CORE_KINDS = frozenset(
    """
    Binding ComponentStatus ConfigMap Endpoints Event LimitRange List Namespace Node
    PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota
    Secret Service ServiceAccount
    """.split()  # noqa: SIM905 - easier to read than sixteen quoted words
)
_TOP = frozenset(("apiVersion", "kind", "metadata", "spec"))
# Kinds that policy rules check.
POLICY_KINDS = frozenset(("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"))
SERVICE_KINDS = frozenset(("Service", "ServiceList", "List", "ServiceCIDR", "IPAddress"))
WORKLOAD_KINDS = frozenset(
    (
        *("Pod", "ReplicationController", "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"),
        *("Job", "CronJob", "Rollout", "CloneSet", "DeploymentConfig"),
    )
)
# Kinds that Services reach, or that name Services; read for that alone.
ROUTE_KINDS = frozenset(("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"))
WEBHOOK_KINDS = frozenset(("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"))
REFERENCE_KINDS = frozenset(
    (
        *WORKLOAD_KINDS,
        *ROUTE_KINDS,
        *WEBHOOK_KINDS,
        *("Endpoints", "EndpointSlice", "Ingress", "ReferenceGrant", "NetworkPolicy"),
        *("ServiceMonitor", "PodMonitor", "APIService"),
    )
)
# Kinds that rules read; documents of other kinds are not even parsed.
KINDS_READ = SERVICE_KINDS | REFERENCE_KINDS | POLICY_KINDS
# Kubernetes' own groups, none of which has ever had a Service.
BUILT_IN_GROUPS = frozenset(
    """
    admissionregistration.k8s.io apiextensions.k8s.io apiregistration.k8s.io apps
    authentication.k8s.io authorization.k8s.io autoscaling batch certificates.k8s.io
    coordination.k8s.io discovery.k8s.io events.k8s.io extensions flowcontrol.apiserver.k8s.io
    networking.k8s.io node.k8s.io policy rbac.authorization.k8s.io resource.k8s.io
    scheduling.k8s.io storage.k8s.io
    """.split()  # noqa: SIM905
)


# A run calls this for every object, and has few different kinds.
@lru_cache(maxsize=256)
def kind_problem(api_version: str, kind: str) -> tuple[str, str, str] | None:
    """Return the wrong field, the reason and the remedy if no server has a kind in an apiVersion.

    Only the core group and Kubernetes' own groups are checked; other groups may define any kind.
    """
    if not api_version or not kind:
        return None
    group, slash, version = api_version.rpartition("/")
    if api_version == "v1":
        if kind in CORE_KINDS or (kind.endswith("List") and kind[:-4] in CORE_KINDS):
            return None
        if closest(kind, ("Service",), cutoff=0.8) or kind.lower() == "service":
            return "kind", f"kind {kind!r} does not exist in v1", "write kind: Service"
        return "kind", f"kind {kind!r} does not exist in v1", "check its apiVersion"
    if kind not in ("Service", "ServiceList"):
        return None
    is_odd = not slash or not version or "." not in group
    if group in BUILT_IN_GROUPS or is_odd:
        return (
            "apiVersion",
            f"apiVersion {api_version!r} has no kind {kind}",
            "write apiVersion: v1",
        )
    return None


def begins_as_object(data: Any) -> bool:
    """Return whether data has a field that objects of any kind begin with."""
    return isinstance(data, dict) and not _TOP.isdisjoint(data)


def looks_like_service(data: dict[str, Any]) -> bool:
    """Return whether an object without apiVersion or kind is surely meant as a Service."""
    if data.get("kind") == "Service":
        return True
    if data.get("kind"):
        return False
    spec = data.get("spec")
    if not isinstance(spec, dict) or not isinstance(data.get("metadata"), dict):
        return False
    ports = spec.get("ports")
    first = ports[0] if isinstance(ports, list) and ports else None
    return isinstance(first, dict) and "port" in first
