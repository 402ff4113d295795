"""A manifest carries the version of an older state of the object."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service.update import Prediction
from svclint.model import Report, Severity, refused, remove
from svclint.rule import change_rule


@change_rule("resource-version-outdated", Severity.ERROR, since="0.1")
def rule(change: Prediction) -> Iterator[Report]:
    """A manifest carries the version of an older state of the object."""
    version = str(change.service.metadata.get("resourceVersion") or "")
    live = str((change.live.get("metadata") or {}).get("resourceVersion") or "")
    is_number = version.isascii() and version.isdigit()
    if not version or version == live or (is_number and (not int(version[:30]) or not live)):
        return
    yield refused(
        ("metadata", "resourceVersion"),
        f"resourceVersion {version} is not that of the live object, which is {live or 'a number'}",
        "remove it, as a manifest is not about one state of the object",
        reason="Conflict" if is_number else "InternalError",
        field="",
        fix=remove(("metadata", "resourceVersion")),
    )
