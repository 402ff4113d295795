"""What changed in which Kubernetes version: the one table behind code, rule pages and docs.

Sources: the sources of kube-apiserver 1.27 to 1.37, the KEP or the file that each entry names, and
recorded answers of kube-apiserver 1.28, 1.30, 1.32, 1.33, 1.35, 1.36 and 1.37.
"""

from __future__ import annotations

from svclint.kubernetes.version_change import VersionChange
from svclint.model.cluster import Version

_WARNINGS = "pkg/api/service/warnings.go"
_STORAGE = "pkg/registry/core/service/storage"
_VALIDATION = "pkg/apis/core/validation/validation.go"

POD_INDEX_LABELS = VersionChange(
    (1, 28),
    "Pods of a StatefulSet and of an indexed Job have their index as a label.",
    "KEP-4017",
    gate="PodIndexLabel",
    rules=("selector-matches-nothing",),
)
UNUSED_FIELD_WARNINGS = VersionChange(
    (1, 28),
    "The server warns about `externalName` and `externalIPs` on a type that ignores them.",
    _WARNINGS,
    rules=("field-ignored",),
)
NODE_PORT_BAND = VersionChange(
    (1, 28),
    "Node ports are allocated dynamically from the upper part of the range first.",
    "KEP-3668",
    gate="ServiceNodePortStaticSubrange",
    rules=("node-port-in-dynamic-band",),
)
SIDECAR_CONTAINERS = VersionChange(
    (1, 29),
    "An init container with `restartPolicy: Always` runs as long as the pod; before, it ends as the"
    " others do.",
    "KEP-753",
    gate="SidecarContainers",
    rules=("target-port-name-missing",),
)
EXTERNAL_IPS_TRAFFIC_POLICY = VersionChange(
    (1, 29),
    "`externalTrafficPolicy` is allowed on type ClusterIP with `externalIPs`, and defaults to"
    " `Cluster`.",
    "pkg/apis/core/v1/defaults.go",
    rules=("external-traffic-policy-forbidden",),
)
ORDER_APPLIED = VersionChange(
    (1, 29),
    "Server-side apply stores another order of ports even if nothing else changes.",
    "sigs.k8s.io/structured-merge-diff 4.4 (merge/update.go)",
)
SOURCE_RANGES_BY_ENTRY = VersionChange(
    (1, 30),
    "An error about a source range names the entry, not `spec.LoadBalancerSourceRanges` as a"
    " whole.",
    _VALIDATION,
    rules=("source-range-invalid",),
)
TRAFFIC_DISTRIBUTION_KNOWN = VersionChange(
    (1, 30),
    "`trafficDistribution` is a known field, which the server silently drops.",
    "KEP-4444",
    rules=("traffic-distribution-dropped",),
)
NODE_PORTS_RELEASED = VersionChange(
    (1, 30),
    "An update that leaves node ports out loses them if it sets"
    " `allocateLoadBalancerNodePorts: false`.",
    f"{_STORAGE}/alloc.go",
)
INGRESS_PORT_ATOMIC = VersionChange(
    (1, 31),
    "Server-side apply replaces the port of the `defaultBackend` of an Ingress as a whole.",
    "https://github.com/kubernetes/kubernetes/pull/126207",
)
TRAFFIC_DISTRIBUTION = VersionChange(
    (1, 31),
    "`trafficDistribution` is stored and validated; the only value is `PreferClose`.",
    "KEP-4444",
    gate="ServiceTrafficDistribution",
    rules=("traffic-distribution-dropped", "traffic-distribution-unsupported"),
)
NAMED_SIDECAR_PORTS = VersionChange(
    (1, 33),
    "A `targetPort` that is a name is also looked up in sidecars (init containers with"
    " `restartPolicy: Always`).",
    "https://github.com/kubernetes/kubernetes/pull/128850",
    rules=("target-port-name-missing", "target-port-protocol-differs"),
)
NON_STANDARD_ADDRESS_WARNINGS = VersionChange(
    (1, 33),
    "The server warns about IPv4 addresses written as IPv6 and about bits beyond the prefix length,"
    " and no longer about a `loadBalancerIP` or source range that it cannot parse.",
    "KEP-4858",
    rules=("address-not-canonical", "load-balancer-ip-invalid"),
)
KUBELET_PORT_ALLOWED = VersionChange(
    (1, 33),
    "A Service of type LoadBalancer may have port 10250, the port of the kubelet.",
    _VALIDATION,
    rules=("kubelet-port-exposed",),
)
CLUSTER_IP_OBJECTS = VersionChange(
    (1, 33),
    "Cluster IPs are allocated with IPAddress objects, for which `ServiceCIDR` and"
    " `IPAddress` have a `v1`.",
    "KEP-1880",
    gate="MultiCIDRServiceAllocator",
    rules=("api-version-not-served", "generate-name-invalid"),
)
ENDPOINTS_DEPRECATED = VersionChange(
    (1, 33),
    "The server warns that Endpoints are deprecated, and about addresses in Endpoints and"
    " EndpointSlices that are not canonical.",
    "KEP-4974, KEP-4858",
    rules=("address-not-canonical", "endpoints-deprecated"),
)
CANONICAL_SLICE_ADDRESSES = VersionChange(
    (1, 33),
    "The addresses of a new IPv6 EndpointSlice must be canonical.",
    "KEP-4858",
    rules=("endpoint-address-invalid",),
)
UNCHANGED_ENDPOINTS_TOLERATED = VersionChange(
    (1, 33),
    "An update of an EndpointSlice or Endpoints does not validate again the endpoints or subsets"
    " that stay as they are.",
    "KEP-4858",
    rules=("endpoint-address-invalid", "endpoint-address-forbidden", "endpoint-name-invalid"),
)
KUBECTL_YAML_AFTER_BRACE = VersionChange(
    (1, 33),
    "kubectl reads a file that begins with `{` but is not JSON as YAML, instead of rejecting it.",
    "kubernetes#130666",
    rules=("yaml-syntax",),
)
KUBECTL_NULL_ANNOTATIONS = VersionChange(
    (1, 33),
    "Client-side apply by kubectl sends a null annotation as an empty one, instead of dropping"
    " all annotations.",
    "kubernetes#129257",
    rules=("annotations-lost",),
)
HEADLESS_FIELD_WARNINGS = VersionChange(
    (1, 34),
    "The server warns about `loadBalancerIP`, `externalIPs` and `sessionAffinity` on a"
    " headless Service.",
    _WARNINGS,
    rules=("field-ignored",),
)
GENERATE_NAME_ON_CREATE_ONLY = VersionChange(
    (1, 34),
    "`generateName` is validated on create only, not on update.",
    "staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go",
    rules=("generate-name-invalid",),
)
DIGIT_NAMES_TOLERATED = VersionChange(
    (1, 34),
    "An update of an Ingress may name Services that begin with a digit if the live object does.",
    "KEP-5311",
    rules=("ingress-backend-service-invalid",),
)
PREFER_SAME_ZONE = VersionChange(
    (1, 34),
    "`trafficDistribution` may be `PreferSameZone` and `PreferSameNode`, and an EndpointSlice"
    " has `hints.forNodes`.",
    "KEP-3015",
    gate="PreferSameTrafficDistribution",
    rules=(
        "endpoint-hints-invalid",
        "endpoint-limit-exceeded",
        "traffic-distribution-unsupported",
    ),
)
PREFER_CLOSE_DEPRECATED = VersionChange(
    (1, 35),
    "The server warns that `trafficDistribution: PreferClose` is deprecated.",
    "KEP-3015",
    rules=("traffic-distribution-deprecated",),
)
POD_TOPOLOGY_LABELS = VersionChange(
    (1, 35),
    "Pods get the labels `topology.kubernetes.io/zone` and `topology.kubernetes.io/region` of their"
    " node, which a selector may require.",
    "KEP-4742",
    gate="PodTopologyLabelsAdmission",
    rules=("selector-matches-nothing",),
)
STRICT_ADDRESSES = VersionChange(
    (1, 36),
    "New addresses and CIDRs with leading zeros, IPv4 written as IPv6, or bits beyond the"
    " prefix length are refused.",
    "KEP-4858",
    gate="StrictIPCIDRValidation",
    rules=(
        "cluster-ip-invalid",
        "endpoint-address-invalid",
        "external-ip-invalid",
        "network-policy-peer-invalid",
        "source-range-invalid",
    ),
)
RELAXED_SERVICE_NAMES = VersionChange(
    (1, 36),
    "The name of a Service may begin with a digit.",
    "KEP-5311",
    gate="RelaxedServiceNameValidation",
    rules=("name-invalid", "generate-name-invalid"),
)
EXTERNAL_IPS_DEPRECATED = VersionChange(
    (1, 36),
    "The server warns that `externalIPs` is deprecated.",
    "KEP-5707",
    rules=("external-ips-deprecated",),
)
SERVICE_CIDR_STATUS_KEPT = VersionChange(
    (1, 36),
    "A `status` in the manifest of a ServiceCIDR is dropped.",
    "pkg/registry/networking/servicecidr/strategy.go",
    gate="ServiceCIDRStatusFieldWiping",
)
OWNER_REFERENCES_BY_ENTRY = VersionChange(
    (1, 37),
    "An error about an owner reference names its entry, and a missing field is"
    " `FieldValueRequired`.",
    _VALIDATION,
    rules=("owner-reference-invalid",),
)

CHANGES = tuple(each for each in vars().copy().values() if isinstance(each, VersionChange))
# The first version that behaves as all later ones do.
NEWEST: Version = max(each.since for each in CHANGES)
