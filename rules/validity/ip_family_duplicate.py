"""ipFamilies lists an IP family twice."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, remove
from svclint.rule import service_rule


@service_rule("ip-family-duplicate", Severity.ERROR, since="0.1", where=("ipFamilies",))
def rule(service: Service) -> Iterator[Report]:
    """ipFamilies lists an IP family twice."""
    if service.type == "ExternalName":
        return
    first: dict[str, int] = {}
    for index, family in enumerate(service.spec.get("ipFamilies") or []):
        if family in first:
            yield refused(
                ("spec", "ipFamilies", index),
                f"IP family {family or repr(family)} is already listed at "
                f".spec.ipFamilies[{first[family]}]",
                "list each family once",
                reason="FieldValueDuplicate",
                related=(("spec", "ipFamilies", first[family]),),
                # A dual-stack Service may need the other family instead.
                fix=remove(("spec", "ipFamilies", index), is_safe=False),
            )
        first.setdefault(family, index)
