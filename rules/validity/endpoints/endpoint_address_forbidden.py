"""The address of an endpoint is unspecified, loopback or link-local."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.endpoints.addresses import (
    address_problem,
    endpoint_addresses,
)
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.address_spelling import special_ip_problem
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule(
    "endpoint-address-forbidden", Severity.ERROR, since="0.1", kinds=("EndpointSlice", "Endpoints")
)
def rule(endpoints: KubernetesObject) -> Iterator[Report]:
    """The address of an endpoint is unspecified, loopback or link-local."""
    for address in endpoint_addresses(endpoints):
        if address.address_type not in ("IPv4", "IPv6", "IP"):
            continue
        if address_problem(address, endpoints.version):
            continue
        if (special := special_ip_problem(address.text)) is not None:
            yield refused(
                address.path,
                f"the address {address.text} {special}, which no other node reaches",
                "use an address that every node of the cluster reaches",
            )
