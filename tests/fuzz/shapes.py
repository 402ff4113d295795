"""Draw objects of any kind and any shape: structure-aware input for fuzzers and tests.

Everything is drawn from a ``random.Random``, so that a seed reproduces it.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from svclint.kubernetes.schema import load, newest
from svclint.kubernetes.targets.backend_table import TABLE
from svclint.source.kinds import API_VERSIONS

GROUPS = {
    **{kind: f"{group}/v1" for kind, group in TABLE if group},
    **API_VERSIONS,
    **dict.fromkeys(("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"), "apps/v1"),
    "Pod": "v1",
    "ReplicationController": "v1",
    "Job": "batch/v1",
    "CronJob": "batch/v1",
    **dict.fromkeys(
        ("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"),
        "gateway.networking.k8s.io/v1",
    ),
    "ReferenceGrant": "gateway.networking.k8s.io/v1beta1",
    **dict.fromkeys(("KongPlugin", "KongClusterPlugin"), "configuration.konghq.com/v1"),
    "NetworkPolicy": "networking.k8s.io/v1",
    "ValidatingWebhookConfiguration": "admissionregistration.k8s.io/v1",
    "MutatingWebhookConfiguration": "admissionregistration.k8s.io/v1",
    "ValidatingAdmissionPolicy": "admissionregistration.k8s.io/v1",
    "ValidatingAdmissionPolicyBinding": "admissionregistration.k8s.io/v1",
    "ServiceMonitor": "monitoring.coreos.com/v1",
    "PodMonitor": "monitoring.coreos.com/v1",
    "APIService": "apiregistration.k8s.io/v1",
    **dict.fromkeys(
        ("AnalysisTemplate", "ClusterAnalysisTemplate", "Rollout"), "argoproj.io/v1alpha1"
    ),
    "CloneSet": "apps.kruise.io/v1alpha1",
    "DeploymentConfig": "apps.openshift.io/v1",
    "Route": "route.openshift.io/v1",
    "VirtualService": "networking.istio.io/v1",
    "HTTPProxy": "projectcontour.io/v1",
    **dict.fromkeys(("IngressRoute", "IngressRouteTCP", "IngressRouteUDP"), "traefik.io/v1alpha1"),
    **dict.fromkeys(("VirtualServer", "VirtualServerRoute"), "k8s.nginx.org/v1"),
    "TransportServer": "k8s.nginx.org/v1alpha1",
    "IPAddressPool": "metallb.io/v1beta1",
    "CiliumLoadBalancerIPPool": "cilium.io/v2",
    "ConfigMap": "v1",
    "Namespace": "v1",
    "Gateway": "gateway.networking.k8s.io/v1",
    "ServiceEntry": "networking.istio.io/v1",
    "Probe": "monitoring.coreos.com/v1",
    **dict.fromkeys(("ScaledJob", "ScaledObject"), "keda.sh/v1alpha1"),
    **dict.fromkeys(("AuthorizationPolicy", "PeerAuthentication"), "security.istio.io/v1"),
    "GlobalConfiguration": "k8s.nginx.org/v1",
    "Server": "policy.linkerd.io/v1beta3",
    "MiddlewareTCP": "traefik.io/v1alpha1",
}
# Fields that svclint reads, by the field that contains them; further ones come from the schemas.
FIELDS = {
    "": ["spec", "metadata", "subsets", "endpoints", "ports", "webhooks", "addressType", "status"],
    "metadata": ["name", "namespace", "labels", "annotations", "ownerReferences", "finalizers"],
    "spec": [
        *("ports", "selector", "type", "clusterIPs", "template", "rules", "defaultBackend", "tls"),
        *("backend", "serviceName", "ingress", "egress", "podSelector", "policyTypes", "to"),
        *("from", "service", "endpoints", "podMetricsEndpoints", "namespaceSelector", "cidrs"),
        *("parentRef", "validations", "variables", "matchConstraints", "paramKind", "paramRef"),
        *("matchConditions", "policyName", "validationActions", "matchResources", "containers"),
        *("jobTemplate", "hostname", "subdomain", "serviceAccountName", "parameters", "controller"),
        *("initContainers", "hostNetwork", "nodeSelector", "replicas", "addresses", "blocks"),
        *("loadBalancerIP", "allocateLoadBalancerNodePorts", "clusterIP", "externalName"),
        *("port", "portLevelMtls", "routes", "strategy", "includes", "chain"),
    ],
    "template": ["metadata", "spec"],
    "jobTemplate": ["spec"],
    "selector": ["matchLabels", "matchExpressions", "app"],
    "rules": ["http", "host", "backendRefs", "filters", "matches", "to"],
    "routes": ["middlewares", "services", "route"],
    "middlewares": ["name", "namespace"],
    "services": ["name", "namespace", "kind", "port"],
    "strategy": ["canary", "blueGreen"],
    "canary": ["stableService", "canaryService", "trafficRouting"],
    "trafficRouting": ["nginx", "alb", "istio", "traefik"],
    "nginx": ["stableIngress", "stableIngresses"],
    "istio": ["virtualService", "virtualServices", "destinationRule"],
    "backendRefs": ["name", "port", "kind", "group", "namespace", "filters", "weight"],
    "filters": ["requestMirror", "type"],
    "webhooks": ["clientConfig", "name"],
    "clientConfig": ["service"],
    "containers": ["ports", "name", "image", "restartPolicy", "readinessProbe", "lifecycle"],
    "initContainers": ["ports", "name", "image", "restartPolicy", "livenessProbe"],
    "readinessProbe": ["httpGet", "tcpSocket"],
    "livenessProbe": ["httpGet", "tcpSocket"],
    "lifecycle": ["preStop", "postStart"],
    "preStop": ["httpGet", "tcpSocket"],
    "httpGet": ["port", "path", "host"],
    "tcpSocket": ["port", "host"],
    "blocks": ["cidr", "start", "stop"],
    "endpoints": ["addresses", "conditions", "port", "targetPort", "hints", "nodeName", "zone"],
    "ingress": ["from", "ports"],
    "egress": ["to", "ports"],
    "namespaceSelector": ["any", "matchNames", "matchLabels"],
    "matchExpressions": ["key", "operator", "values"],
    "from": ["podSelector", "namespaceSelector", "ipBlock", "namespace", "group", "kind", "name"],
    "to": ["podSelector", "namespaceSelector", "ipBlock", "group", "kind", "name", "operation"],
    "operation": ["ports", "hosts"],
    "podSelector": ["matchLabels", "matchExpressions"],
    "ports": [
        *("port", "protocol", "name", "endPort", "targetPort", "containerPort", "nodePort"),
        *("hostPort", "hostIP"),
    ],
    "podMetricsEndpoints": ["port", "targetPort", "portNumber"],
    "http": ["paths"],
    "paths": ["path", "backend", "pathType"],
    "backend": ["service", "serviceName", "servicePort", "resource"],
    "service": ["name", "namespace", "port", "path"],
    "requestMirror": ["backendRef"],
    "backendRef": ["name", "port", "kind", "group", "namespace"],
    "subsets": ["addresses", "ports", "notReadyAddresses"],
    "addresses": ["ip", "targetRef", "hostname"],
    "labels": ["app", "kubernetes.io/service-name", "app.kubernetes.io/name"],
    "annotations": [
        *("svclint.dev/ignore", "a.b/c", "service.beta.kubernetes.io/x", "cloud.google.com/neg"),
        *("metallb.io/loadBalancerIPs", "metallb.io/allow-shared-ip", "metallb.io/address-pool"),
    ],
    "matchConstraints": ["resourceRules", "excludeResourceRules", "objectSelector"],
    "resourceRules": ["apiGroups", "apiVersions", "operations", "resources", "scope"],
    "tls": ["hosts", "secretName"],
    "paramRef": ["name", "namespace", "selector", "parameterNotFoundAction"],
    "ownerReferences": ["apiVersion", "kind", "name", "uid", "controller"],
    "validations": ["expression", "message", "messageExpression", "reason"],
}
NAMES = [*FIELDS, *(name for names in FIELDS.values() for name in names), "app", "x"]
SCALARS = [
    *(None, None, True, False, 0, 1, 80, -1, 65536, 2**63, 1.5, 1e300, 10**20),
    *("", "a", "web", "80", "Service", "v1", "10.0.0.1", "::1", "*", "true", "é\0", "a.b/c"),
]
DEEPEST = 8


def object_of(random: Random, kind: str = "") -> dict[str, Any]:
    """Return an object of a kind, or of any kind."""
    kind = kind or random.choice(sorted(GROUPS))
    schema = _schema(kind)
    body = _fields(random, "", 0) if schema is None else _accepted(random, schema, 0)
    data: dict[str, Any] = body if isinstance(body, dict) else {"spec": body}
    metadata = data.get("metadata")
    if random.random() < 0.8:
        named = {"name": random.choice(["web", "api"])}
        data["metadata"] = {**metadata, **named} if isinstance(metadata, dict) else named
    return {**data, "apiVersion": GROUPS[kind], "kind": kind}


@cache
def _schema(kind: str) -> Any:
    return load(newest(), GROUPS[kind], kind) if kind in API_VERSIONS else None


def anything(random: Random, depth: int = 0) -> Any:
    """Return any value."""
    choice = random.random() if depth < DEEPEST else 0.0
    if choice < 0.6:
        return random.choice(SCALARS)
    if choice < 0.8:
        return [anything(random, depth + 1) for _ in range(random.randint(0, 2))]
    names = random.sample(NAMES, random.randint(0, 3))
    return {name: anything(random, depth + 1) for name in names}


def _fields(random: Random, name: str, depth: int) -> Any:
    """Return a value for a field: an object with the fields it may contain, a list, or not."""
    if depth > DEEPEST or name not in FIELDS or random.random() < 0.15:
        return anything(random, depth)
    if depth and random.random() < 0.4:
        return [_object(random, name, depth) for _ in range(random.randint(0, 3))]
    return _object(random, name, depth)


def _object(random: Random, name: str, depth: int) -> Any:
    if random.random() < 0.1:
        return anything(random, depth)
    names = random.sample(FIELDS[name], random.randint(0, min(5, len(FIELDS[name]))))
    return {each: _fields(random, each, depth + 1) for each in names}


def _accepted(random: Random, schema: Any, depth: int) -> Any:
    """Return a value that a schema accepts, with nulls or other values in some places."""
    chance = random.random()
    if depth and chance < 0.12:
        return None if chance < 0.08 else anything(random, depth)
    if "properties" in schema:
        fields = schema["properties"]
        names = random.sample(sorted(fields), random.randint(0, min(5, len(fields))))
        names += [] if depth else [each for each in ("spec", "metadata") if each in fields]
        return {each: _accepted(random, fields[each], depth + 1) for each in names}
    if "items" in schema:
        count = random.randint(0, 3)
        return [_accepted(random, schema["items"], depth + 1) for _ in range(count)]
    if "additionalProperties" in schema:
        names = random.sample(["app", "a.b/c", ""], random.randint(0, 2))
        return {
            each: _accepted(random, schema["additionalProperties"], depth + 1) for each in names
        }
    return _scalar(random, schema)


def _scalar(random: Random, schema: Any) -> Any:
    types = schema.get("type", ["string"])
    kinds = {"integer": int, "string": str, "boolean": bool, "number": float}
    wanted = [kinds[each] for each in types if each in kinds]
    fitting = [each for each in SCALARS if type(each) in wanted]
    return random.choice(fitting or SCALARS)
