"""The address of an endpoint is invalid, or not of the type of its EndpointSlice."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.endpoints.addresses import (
    EndpointAddress,
    address_problem,
    endpoint_addresses,
    is_of_other_family,
)
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.address_spelling import ip_remedy
from svclint.model import Fix, Report, Severity, refused, server_spell, set_to
from svclint.model.addresses import canonical_ip, has_leading_zeros, parse_ip
from svclint.rule import object_rule


@object_rule(
    "endpoint-address-invalid", Severity.ERROR, since="0.1", kinds=("EndpointSlice", "Endpoints")
)
def rule(endpoints: KubernetesObject) -> Iterator[Report]:
    """The address of an endpoint is invalid, or not of the type of its EndpointSlice."""
    for address in endpoint_addresses(endpoints):
        problem = address_problem(address, endpoints.version)
        if problem is not None:
            is_domain = address.address_type == "FQDN"
            yield refused(
                address.path,
                f"the address {address.text!r} {problem}",
                "write a domain name such as db.example.com"
                if is_domain
                else ip_remedy(address.text),
                fix=None if is_domain else _fix(address),
            )
        elif is_of_other_family(address, endpoints.version):
            yield refused(
                address.path,
                f"the address {address.text} is not an {address.address_type} address",
                "put it into an EndpointSlice of the other addressType",
                # The server does not say which.
                field=server_spell(address.path[:-1]),
            )


def _fix(address: EndpointAddress) -> Fix | None:
    text = address.text.strip()
    if parse_ip(text) is None:
        return None
    meant = canonical_ip(text)
    # Leading zeros were octal for some programs.
    return set_to(address.path, meant, is_safe=not has_leading_zeros(text))
