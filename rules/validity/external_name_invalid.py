"""An externalName is not a DNS name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.syntax import subdomain_problem
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, set_to
from svclint.model.addresses import parse_ip
from svclint.rule import service_rule


@service_rule("external-name-invalid", Severity.ERROR, since="0.1", where=("externalName",))
def rule(service: Service) -> Iterator[Report]:
    """An externalName is not a DNS name."""
    name = service.spec.get("externalName", "").removesuffix(".")
    problem = subdomain_problem(name) if service.type == "ExternalName" and name else None
    if problem is not None:
        is_ipv6 = parse_ip(name) is not None
        path, host = ("spec", "externalName"), None if is_ipv6 else _host_name(name)
        yield refused(
            path,
            f"externalName {service.spec['externalName']!r} "
            + ("is an IP address, not a DNS name" if is_ipv6 else problem),
            "use a Service without a selector, and an EndpointSlice with this address"
            if is_ipv6
            else f"write {host}"
            if host
            else "write a DNS name such as db.example.com, without a scheme, port or path",
            # DNS ignores case, but a removed port or path may be needed.
            fix=set_to(path, host, is_safe=host == name.strip().lower()) if host else None,
        )


def _host_name(name: str) -> str | None:
    """Return the host of a URL, or the name in lower case; ``None`` if it is not a DNS name."""
    host = name.strip().rpartition("://")[2].partition("/")[0].partition(":")[0].lower()
    return host if host and subdomain_problem(host) is None else None
