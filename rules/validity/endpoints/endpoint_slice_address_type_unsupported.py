"""The addressType of an EndpointSlice is none of IPv4, IPv6 and FQDN."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.endpoints.addresses import ADDRESS_TYPES
from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, refused, set_to
from svclint.model.suggestions import likely_value
from svclint.rule import object_rule


@object_rule(
    "endpoint-slice-address-type-unsupported", Severity.ERROR, since="0.1", kinds=("EndpointSlice",)
)
def rule(endpoint_slice: KubernetesObject) -> Iterator[Report]:
    """The addressType of an EndpointSlice is none of IPv4, IPv6 and FQDN."""
    address_type, path = endpoint_slice.effective.get("addressType", ""), ("addressType",)
    if not address_type:
        yield refused(
            path,
            "the EndpointSlice has no addressType",
            "set addressType to IPv4 or IPv6",
            reason="FieldValueRequired",
        )
    elif address_type not in ADDRESS_TYPES:
        meant = likely_value(address_type, ADDRESS_TYPES)
        yield refused(
            path,
            f"addressType {address_type!r} is not supported",
            f"write addressType: {meant}" if meant else "use IPv4 or IPv6",
            reason="FieldValueNotSupported",
            fix=set_to(path, meant) if meant else None,
        )
