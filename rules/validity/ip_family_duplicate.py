"""ipFamilies names a family twice."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service


@service_rule("ip-family-duplicate", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """ipFamilies names a family twice."""
    if service.type == "ExternalName":
        return
    seen: set[str] = set()
    for index, family in enumerate(service.spec.get("ipFamilies") or []):
        if family in seen:
            yield refused(
                ("spec", "ipFamilies", index),
                f"IP family {family} is listed twice",
                "list each family once",
                reason="FieldValueDuplicate",
            )
        seen.add(family)
