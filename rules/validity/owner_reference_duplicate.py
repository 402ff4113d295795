"""Two owner references name the same object."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, warned
from svclint.rule import service_rule
from svclint.service import Service


@service_rule("owner-reference-duplicate", Severity.WARNING, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """Two owner references name the same object."""
    seen: set[str] = set()
    warned_of: set[str] = set()
    for index, owner in enumerate(service.metadata.get("ownerReferences") or []):
        uid = owner.get("uid")
        if uid in seen and not warned_of:
            warned_of.add(uid)
            yield warned(
                ("metadata", "ownerReferences", index),
                f"owner {owner.get('kind')} {owner.get('name')} is listed twice (uid {uid})",
                "remove one; the API server keeps only the first",
            )
        seen.add(uid)
