"""loadBalancerIP is not an IP address."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.address_spelling import ip_remedy, warns_of_ip
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, warned
from svclint.model.addresses import parse_ip
from svclint.rule import service_rule


@service_rule("load-balancer-ip-invalid", Severity.WARNING, since="0.1", where=("loadBalancerIP",))
def rule(service: Service) -> Iterator[Report]:
    """loadBalancerIP is not an IP address."""
    text = service.spec.get("loadBalancerIP")
    if text and parse_ip(text) is None:
        found = warned(
            ("spec", "loadBalancerIP"),
            f"loadBalancerIP {text!r} is not an IP address",
            ip_remedy(text),
        )
        yield found if warns_of_ip(text, service.version) else found._replace(server=None)
