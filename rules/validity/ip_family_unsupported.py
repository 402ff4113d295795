"""An IP family is neither IPv4 nor IPv6."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service


@service_rule("ip-family-unsupported", Severity.ERROR, since="0.1", where=("ipFamilies",))
def rule(service: Service) -> Iterator[Report]:
    """An IP family is neither IPv4 nor IPv6."""
    if service.type == "ExternalName":
        return
    for index, family in enumerate(service.spec.get("ipFamilies") or []):
        if family not in ("IPv4", "IPv6"):
            likely = {"ipv4": "IPv4", "ipv6": "IPv6"}.get(family.strip().lower())
            yield refused(
                ("spec", "ipFamilies", index),
                f"IP family {family!r} does not exist" if family else "the IP family is empty",
                f"write {likely}" if likely else "use IPv4 or IPv6",
                reason="FieldValueNotSupported",
            )
