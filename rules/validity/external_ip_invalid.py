"""An external IP is not a valid address, or cannot be reached."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.address_spelling import (
    corrected_ip,
    ip_remedy,
    new_ip_problem,
    special_ip_problem,
)
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, set_to
from svclint.model.addresses import has_leading_zeros
from svclint.rule import service_rule


@service_rule("external-ip-invalid", Severity.ERROR, since="0.1", where=("externalIPs",))
def rule(service: Service) -> Iterator[Report]:
    """An external IP is not a valid address, or cannot be reached."""
    stored = service.stored("externalIPs")
    for index, text in enumerate(service.spec.get("externalIPs") or []):
        path = ("spec", "externalIPs", index)
        problem = None if text in stored else new_ip_problem(text, service.version)
        if problem is not None:
            meant = corrected_ip(text)
            # Leading zeros are octal for some programs.
            is_clear = not has_leading_zeros(text.strip())
            fix = set_to(path, meant, is_safe=is_clear) if meant not in (None, "None") else None
            yield refused(path, f"external IP {text!r} {problem}", ip_remedy(text), fix=fix)
        elif (special := special_ip_problem(text)) is not None:
            yield refused(
                path,
                f"external IP {text} {special}",
                "use an address that the network routes to the nodes of the cluster",
            )
