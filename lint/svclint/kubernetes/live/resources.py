"""What svclint reads of a cluster, and what of each object."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

_GATEWAY = "gateway.networking.k8s.io"
_NETWORKING = "networking.k8s.io/v1"


class Resource(NamedTuple):
    """A kind of object and its plural name in URLs; ``query`` selects some of its objects.

    ``is_reduced``: labels, ports and references are all that is kept.
    """

    api_version: str
    kind: str
    plural: str
    is_namespaced: bool = True
    is_reduced: bool = False
    query: str = ""

    def path(self, namespace: str = "", name: str = "") -> str:
        """Return the path to list all objects or those of a namespace, or to get one by name."""
        root = "/apis/" if "/" in self.api_version else "/api/"
        within = f"/namespaces/{quote(namespace, safe='')}" if namespace else ""
        return f"{root}{self.api_version}{within}/{self.plural}{f'/{name}' if name else ''}"


SERVICES = Resource("v1", "Service", "services")
# What an apply is compared with; each kind by the API versions to try in turn.
COMPARED = (
    *(
        tuple(
            Resource(version, kind, plural, is_namespaced=False)
            for version in (_NETWORKING, f"{_NETWORKING}beta1")
        )
        for kind, plural in (("ServiceCIDR", "servicecidrs"), ("IPAddress", "ipaddresses"))
    ),
    (Resource(_NETWORKING, "Ingress", "ingresses"),),
    (Resource(_NETWORKING, "IngressClass", "ingressclasses", is_namespaced=False),),
    (Resource("discovery.k8s.io/v1", "EndpointSlice", "endpointslices"),),
    (Resource("v1", "Endpoints", "endpoints"),),
)


# The pods that Services reach, and the objects that refer to Services.
RELATED = tuple(
    Resource(version, kind, plural, is_namespaced=plural != "namespaces", is_reduced=True)
    for version, kind, plural in (
        ("v1", "Pod", "pods"),
        ("v1", "ReplicationController", "replicationcontrollers"),
        ("apps/v1", "Deployment", "deployments"),
        ("apps/v1", "ReplicaSet", "replicasets"),
        ("apps/v1", "StatefulSet", "statefulsets"),
        ("apps/v1", "DaemonSet", "daemonsets"),
        ("batch/v1", "Job", "jobs"),
        ("batch/v1", "CronJob", "cronjobs"),
        ("argoproj.io/v1alpha1", "Rollout", "rollouts"),
        (f"{_GATEWAY}/v1", "Gateway", "gateways"),
        (f"{_GATEWAY}/v1", "HTTPRoute", "httproutes"),
        (f"{_GATEWAY}/v1", "GRPCRoute", "grpcroutes"),
        (f"{_GATEWAY}/v1alpha2", "TCPRoute", "tcproutes"),
        (f"{_GATEWAY}/v1alpha2", "TLSRoute", "tlsroutes"),
        (f"{_GATEWAY}/v1alpha2", "UDPRoute", "udproutes"),
        (f"{_GATEWAY}/v1beta1", "ReferenceGrant", "referencegrants"),
        (_NETWORKING, "NetworkPolicy", "networkpolicies"),
        ("v1", "Namespace", "namespaces"),
    )
)
# Secrets of other types, and releases that failed or were replaced, are not even asked for.
RELEASES = Resource(
    "v1",
    "Secret",
    "secrets",
    is_reduced=True,
    query="labelSelector=owner%3Dhelm%2Cstatus%3Ddeployed&fieldSelector=type%3Dhelm.sh%2Frelease.v1",
)
