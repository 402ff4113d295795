"""Client addresses matter to a Service, but externalTrafficPolicy Cluster hides them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.data import labels, mapping
from svclint.rule import service_rule

BETA = "service.beta.kubernetes.io"
NLB_TARGET = f"{BETA}/aws-load-balancer-nlb-target-type"
REMEDY = "set externalTrafficPolicy: Local"


@service_rule(
    "client-address-lost",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("NodePort", "LoadBalancer", "externalIPs"),
)
def rule(service: Service) -> Iterator[Report]:
    """Client addresses matter to a Service, but externalTrafficPolicy Cluster hides them."""
    if not service.is_externally_accessible or not service.ports:
        return
    if service.spec.get("externalTrafficPolicy") != "Cluster":
        return
    annotations = labels(service.metadata.get("annotations"))
    # Load balancers that send to pods instead of nodes are not affected by the policy.
    if annotations.get(NLB_TARGET) == "ip":
        return
    for key, fact in _annotations_needing_addresses(annotations):
        yield Report(
            ("metadata", "annotations", key),
            f"{fact}, but with externalTrafficPolicy: Cluster pods see the address of a node",
            REMEDY,
            at_key=True,
        )
    is_written = "externalTrafficPolicy" in mapping(service.written.get("spec"))
    if service.spec.get("loadBalancerSourceRanges") and not is_written:
        yield Report(
            ("spec", "loadBalancerSourceRanges"),
            "loadBalancerSourceRanges shows that client addresses matter, but with "
            "externalTrafficPolicy: Cluster, the default, pods see the address of a node",
            f"{REMEDY} if pods log or check client addresses, else set Cluster",
            at_key=True,
            severity=Severity.NOTE,
        )


def _annotations_needing_addresses(
    annotations: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """Yield the annotations that need client addresses, and what each of them requests."""
    key = f"{BETA}/external-traffic"
    if annotations.get(key) == "OnlyLocal":
        yield (
            key,
            "the annotation external-traffic: OnlyLocal, which is no longer read, requests Local",
        )
    key = f"{BETA}/aws-load-balancer-target-group-attributes"
    if "preserve_client_ip.enabled=true" in annotations.get(key, "").replace(" ", ""):
        yield key, "preserve_client_ip requests client addresses"
    key = "oci-network-load-balancer.oraclecloud.com/is-preserve-source"
    if annotations.get(key) == "true":
        yield key, "is-preserve-source requests client addresses"
    key = f"{BETA}/do-loadbalancer-sticky-sessions-type"
    if annotations.get(key) == "cookies":
        yield key, "sticky sessions need externalTrafficPolicy: Local"
