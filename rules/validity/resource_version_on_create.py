"""A manifest to be created carries a resourceVersion."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service


@service_rule("resource-version-on-create", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """A manifest to be created carries a resourceVersion."""
    version = str(service.metadata.get("resourceVersion") or "")
    is_number = version.isascii() and version.isdigit() and int(version[:30]) > 0
    if service.live is None and is_number:
        yield refused(
            ("metadata", "resourceVersion"),
            f"resourceVersion {version} may not be set on an object to be created",
            "remove the fields that the server writes: resourceVersion, uid, creationTimestamp",
            reason="InternalError",
            field="",
        )
