"""Kinds and API groups that svclint knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

CORE_KINDS = frozenset(
    """
    Binding ComponentStatus ConfigMap Endpoints Event LimitRange List Namespace Node
    PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota
    Secret Service ServiceAccount
    """.split()  # noqa: SIM905 - easier to read than sixteen quoted words
)
# Letters of any case: wrong capitals are a mistake in a manifest.
_API_VERSION = re.compile(
    r"(?:[\w.-]+/)?v[0-9]+(?:(?:alpha|beta)[0-9]+)?", re.ASCII | re.IGNORECASE
)
_TOP = frozenset(("apiVersion", "kind", "metadata", "spec"))
# Kinds that policy rules check.
POLICY_KINDS = frozenset(("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"))
# The kinds of the Service API, which are checked as the API server checks them, with the
# apiVersion that it serves, in the order of reports.
API_VERSIONS: Mapping[str, str] = {
    "Service": "v1",
    "Ingress": "networking.k8s.io/v1",
    "IngressClass": "networking.k8s.io/v1",
    "EndpointSlice": "discovery.k8s.io/v1",
    "Endpoints": "v1",
    "ServiceCIDR": "networking.k8s.io/v1",
    "IPAddress": "networking.k8s.io/v1",
}
# What no server serves any more, with the Kubernetes version that has removed it; 1.33 has made
# a v1 of a beta that was off by default.
FORMER_API_VERSIONS: Mapping[tuple[str, str], str] = {
    ("extensions/v1beta1", "Ingress"): "1.22",
    ("networking.k8s.io/v1beta1", "Ingress"): "1.22",
    ("networking.k8s.io/v1beta1", "IngressClass"): "1.22",
    ("discovery.k8s.io/v1alpha1", "EndpointSlice"): "1.21",
    ("discovery.k8s.io/v1beta1", "EndpointSlice"): "1.25",
    ("networking.k8s.io/v1alpha1", "ServiceCIDR"): "1.33",
    ("networking.k8s.io/v1beta1", "ServiceCIDR"): "1.33",
    ("networking.k8s.io/v1alpha1", "IPAddress"): "1.33",
    ("networking.k8s.io/v1beta1", "IPAddress"): "1.33",
}
# Lists of one kind: kubectl takes them apart as it does a List.
TYPED_LISTS: Mapping[str, str] = {f"{kind}List": kind for kind in API_VERSIONS}
# Spellings of these kinds with wrong capitals, or in the plural.
_MISSPELT_KINDS = frozenset(
    spelling
    for kind in API_VERSIONS
    for spelling in (kind.upper(), kind.capitalize(), f"{kind}s", f"{kind}es", f"{kind[:-1]}r")
) | {"ServiceCidr", "IpAddress", "IPaddress", "Ip", "EndPoints", "EndPointSlice"}
SERVICE_KINDS = frozenset((*API_VERSIONS, *TYPED_LISTS, "List")) | _MISSPELT_KINDS
WORKLOAD_KINDS = frozenset(
    (
        *("Pod", "ReplicationController", "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"),
        *("Job", "CronJob", "Rollout", "CloneSet", "DeploymentConfig"),
    )
)
# Kinds that Services reach, or that name Services; read for that alone.
ROUTE_KINDS = frozenset(("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"))
WEBHOOK_KINDS = frozenset(("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"))
# Kinds of routers, meshes and controllers whose fields the table of backends describes.
BACKEND_KINDS = frozenset(
    """
    ApiServerSource ApisixRoute ApisixUpstream BackendTLSPolicy CiliumClusterwideEnvoyConfig
    CiliumClusterwideNetworkPolicy CiliumEnvoyConfig CiliumLocalRedirectPolicy CiliumNetworkPolicy
    ContainerSource DestinationRule DomainMapping EnvoyExtensionPolicy ExtensionService
    GlobalNetworkPolicy HTTPProxy HTTPScaledObject IngressRoute IngressRouteTCP IngressRouteUDP
    KafkaSource KongServiceFacade Middleware PingSource Route RouteGroup SecurityPolicy
    ServiceProfile Sidecar SinkBinding Subscription TCPIngress TargetGroupBinding TraefikService
    TrafficSplit TransportServer Trigger UDPIngress Upstream VirtualServer VirtualServerRoute
    VirtualService
    """.split()  # noqa: SIM905
)
REFERENCE_KINDS = frozenset(
    (
        *WORKLOAD_KINDS,
        *ROUTE_KINDS,
        *BACKEND_KINDS,
        *WEBHOOK_KINDS,
        *("Endpoints", "EndpointSlice", "Ingress", "ReferenceGrant", "NetworkPolicy", "Gateway"),
        *(
            "ServiceMonitor",
            "PodMonitor",
            "Probe",
            "ScaledObject",
            "ScaledJob",
            "AnalysisTemplate",
            "ClusterAnalysisTemplate",
            "APIService",
            "ConfigMap",
        ),
        *("CustomResourceDefinition", "ServiceEntry", "Namespace"),
        # Between the objects above and the Services.
        *("AuthorizationPolicy", "GlobalConfiguration", "MiddlewareTCP", "PeerAuthentication"),
        *("KongClusterPlugin", "KongPlugin", "Server"),
        *("IPAddressPool", "CiliumLoadBalancerIPPool"),
    )
)
# Kinds that are checked beside the Service API: what a Service reaches, and who refers to it.
CHECKED_KINDS = frozenset(API_VERSIONS) | REFERENCE_KINDS - frozenset(
    ("ConfigMap", "CustomResourceDefinition", "Namespace", "ReferenceGrant")
)
# Stands for the kinds that a configuration describes.
CONFIGURED = "(configured)"
# Kinds of which unrelated deployments often define the same object.
SHARED_KINDS = frozenset(("ConfigMap", "CustomResourceDefinition", "Namespace"))
# Kinds of Flux and Argo CD that say what is deployed together.
DEPLOYER_KINDS = frozenset(("Kustomization", "Application", "ApplicationSet"))
# Kinds that rules read; documents of other kinds are not even parsed.
KINDS_READ = SERVICE_KINDS | REFERENCE_KINDS | POLICY_KINDS | DEPLOYER_KINDS
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

# The lists of containers in the spec of a pod that a manifest can have.
CONTAINER_LISTS = ("containers", "initContainers")


def looks_like_api_version(value: object) -> bool:
    """Return whether a value is spelt like an apiVersion of Kubernetes or of an operator."""
    return isinstance(value, str) and bool(re.fullmatch(_API_VERSION, value))


def begins_as_object(data: Any) -> bool:
    """Return whether data has a field that objects of any kind begin with."""
    return isinstance(data, dict) and not _TOP.isdisjoint(data)


def is_surely_checked(data: dict[str, Any]) -> bool:
    """Return whether an object without apiVersion or kind is surely one of the Service API."""
    if isinstance(data.get("kind"), str) and data["kind"] in API_VERSIONS:
        return True
    if data.get("kind"):
        return False
    spec = data.get("spec")
    if not isinstance(spec, dict) or not isinstance(data.get("metadata"), dict):
        return False
    ports = spec.get("ports")
    first = ports[0] if isinstance(ports, list) and ports else None
    return isinstance(first, dict) and "port" in first
