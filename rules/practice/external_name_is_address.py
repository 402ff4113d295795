"""An externalName looks like an IP address, but is used as a DNS name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import calling_objects
from svclint.model import Report, Severity
from svclint.model.addresses import parse_ip
from svclint.model.data import text
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "external-name-is-address",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("ExternalName",),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """An externalName looks like an IP address, but is used as a DNS name."""
    name = text(document.value(("spec", "externalName")))
    is_external = document.value(("spec", "type")) == "ExternalName"
    # The API server rejects an IPv6 address, since a DNS name contains no colon.
    if not is_external or ":" in name or not parse_ip(name.rstrip(".")):
        return
    fact, severity = "", Severity.WARNING
    callers = calling_objects(document, inventory)
    if callers:
        caller = f'{callers[0].kind} "{callers[0].object_name.name}"'
        fact = f"; controllers such as ingress-nginx connect to it for {caller} all the same"
        severity = Severity.NOTE
    yield Report(
        ("spec", "externalName"),
        f'externalName "{name}" is not used as an IP address, but as a DNS name made of '
        f"digits, which does not resolve{fact}",
        "use a Service without a selector, and an EndpointSlice with this address",
        severity=severity,
    )
