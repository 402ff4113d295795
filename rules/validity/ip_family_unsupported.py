"""An IP family is neither IPv4 nor IPv6."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, set_to
from svclint.model.suggestions import likely_value
from svclint.rule import service_rule


@service_rule("ip-family-unsupported", Severity.ERROR, since="0.1", where=("ipFamilies",))
def rule(service: Service) -> Iterator[Report]:
    """An IP family is neither IPv4 nor IPv6."""
    if service.type == "ExternalName":
        return
    for index, family in enumerate(service.spec.get("ipFamilies") or []):
        if family not in ("IPv4", "IPv6"):
            path, meant = ("spec", "ipFamilies", index), likely_value(family, ("IPv4", "IPv6"))
            yield refused(
                path,
                f"IP family {family!r} is not supported" if family else "the IP family is empty",
                f"write {meant}" if meant else "use IPv4 or IPv6",
                reason="FieldValueNotSupported",
                fix=set_to(path, meant) if meant else None,
            )
