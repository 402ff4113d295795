"""resourceVersion is set on an object to be created."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, refused, remove
from svclint.rule import object_rule


@object_rule("resource-version-on-create", Severity.ERROR, since="0.1", where=("resourceVersion",))
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """resourceVersion is set on an object to be created."""
    version = str(checked.metadata.get("resourceVersion") or "")
    if checked.live is None and _is_version(version):
        yield refused(
            ("metadata", "resourceVersion"),
            f"resourceVersion {version} may not be set on an object to be created",
            "remove the fields that the server sets: resourceVersion, uid, creationTimestamp",
            reason="InternalError",
            # It may be meant to update an object that exists.
            fix=remove(("metadata", "resourceVersion"), is_safe=False),
            field="",
        )


def _is_version(text: str) -> bool:
    """Return whether the server reads it as a positive number of 64 bits."""
    digits = text.lstrip("0")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 20:
        return False
    return int(digits) < 1 << 64
