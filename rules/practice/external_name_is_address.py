"""An externalName looks like an IP address, but is used as a DNS name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.addresses import parse_ip
from svclint.rule import service_rule


@service_rule(
    "external-name-is-address",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("ExternalName",),
)
def rule(service: Service) -> Iterator[Report]:
    """An externalName looks like an IP address, but is used as a DNS name."""
    name = str(service.spec.get("externalName") or "")
    # The API server rejects an IPv6 address, since a DNS name contains no colon.
    if service.type == "ExternalName" and ":" not in name and parse_ip(name.rstrip(".")):
        yield Report(
            ("spec", "externalName"),
            f'externalName "{name}" is not used as an IP address, but as a DNS name made of '
            "digits, which does not resolve",
            "use a Service without a selector, and an EndpointSlice with this address",
        )
