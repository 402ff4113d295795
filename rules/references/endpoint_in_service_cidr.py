"""The address of an endpoint is a cluster IP, to which kube-proxy does not forward."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.endpoints.addresses import endpoint_addresses
from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity
from svclint.model.addresses import parse_ip
from svclint.model.cluster import ClusterFacts
from svclint.rule import cluster_rule


@cluster_rule(
    "endpoint-in-service-cidr", Severity.WARNING, since="0.1", kinds=("EndpointSlice", "Endpoints")
)
def rule(endpoints: KubernetesObject, facts: ClusterFacts) -> Iterator[Report]:
    """The address of an endpoint is a cluster IP, to which kube-proxy does not forward."""
    if not facts.service_cidrs:
        return
    for each in endpoint_addresses(endpoints):
        address = None if each.address_type == "FQDN" else parse_ip(each.text)
        if address is None:
            continue
        for cidr in facts.service_cidrs.containing(address):
            yield Report(
                each.path,
                f"the address {each.text} is in the Service CIDR {cidr}; kube-proxy does not "
                "forward to cluster IPs",
                "use the addresses of the pods, or a Service of type ExternalName",
            )
