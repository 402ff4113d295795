"""Strategies for objects of API versions that are no longer served."""

from __future__ import annotations

from hypothesis import strategies as st

# PyYAML writes a "y" without quotes, which Kubernetes reads as true.
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,8}[a-z0-9]", fullmatch=True)
PORTS = st.integers(1, 65535) | st.integers(1, 65535).map(str) | st.sampled_from(["http", "a-1"])
OLD_BACKENDS = st.fixed_dictionaries({"serviceName": NAMES, "servicePort": PORTS})
RESOURCES = st.fixed_dictionaries({"kind": NAMES, "name": NAMES}, optional={"apiGroup": NAMES})
BACKENDS = OLD_BACKENDS | st.fixed_dictionaries({"resource": RESOURCES})
PATHS = st.fixed_dictionaries(
    {"backend": BACKENDS},
    optional={
        "path": st.sampled_from(["/", "/api", "/a/(.*)"]),
        "pathType": st.sampled_from(["ImplementationSpecific", None]),
    },
)
RULES = st.fixed_dictionaries(
    {},
    optional={
        "host": st.sampled_from(["a.example.com", "*.example.com"]),
        "http": st.fixed_dictionaries({"paths": st.lists(PATHS, min_size=1, max_size=3)}),
    },
)
# Mistakes of any version, and what only warns.
METADATA = st.fixed_dictionaries(
    {"name": NAMES | NAMES.map(str.upper)},
    optional={
        "labels": st.dictionaries(NAMES, st.integers(1, 9) | NAMES, max_size=2),
        "annotations": st.just({"kubernetes.io/ingress.class": "nginx"}),
    },
)
INGRESSES = st.fixed_dictionaries(
    {
        "apiVersion": st.sampled_from(["extensions/v1beta1", "networking.k8s.io/v1beta1"]),
        "kind": st.just("Ingress"),
        "metadata": st.fixed_dictionaries({"name": NAMES}),
        "spec": st.fixed_dictionaries({"backend": BACKENDS}, optional={"rules": st.lists(RULES)}),
    }
)
TOPOLOGIES = st.dictionaries(
    st.sampled_from(
        [
            "kubernetes.io/hostname",
            "topology.kubernetes.io/zone",
            "topology.kubernetes.io/region",
            "rack",
        ]
    ),
    NAMES,
)
ENDPOINTS = st.fixed_dictionaries(
    {"addresses": st.just(["10.9.8.7"])}, optional={"topology": TOPOLOGIES, "nodeName": NAMES}
)
SLICES = st.fixed_dictionaries(
    {
        "apiVersion": st.just("discovery.k8s.io/v1beta1"),
        "kind": st.just("EndpointSlice"),
        "metadata": st.fixed_dictionaries({"name": NAMES}),
        "addressType": st.just("IPv4"),
        "endpoints": st.lists(ENDPOINTS, max_size=3),
    }
)
IP_ADDRESSES = st.fixed_dictionaries(
    {
        "apiVersion": st.sampled_from(["networking.k8s.io/v1alpha1", "networking.k8s.io/v1beta1"]),
        "kind": st.just("IPAddress"),
        "metadata": st.just({"name": "10.9.8.7"}),
        "spec": st.fixed_dictionaries(
            {
                "parentRef": st.fixed_dictionaries(
                    {"resource": st.just("services"), "name": NAMES}, optional={"uid": NAMES}
                )
            }
        ),
    }
)
INGRESS_CLASSES = st.fixed_dictionaries(
    {
        "apiVersion": st.just("networking.k8s.io/v1beta1"),
        "kind": st.just("IngressClass"),
        "metadata": st.fixed_dictionaries({"name": NAMES}),
        "spec": st.fixed_dictionaries(
            {"controller": st.just("example.com/a")}, optional={"parameters": RESOURCES}
        ),
    }
)
OBJECTS = INGRESSES | SLICES | IP_ADDRESSES | INGRESS_CLASSES
