"""A manifest contains the resourceVersion of an older state of the object."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.kinds import ALL_KINDS
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Report, Severity, refused, remove
from svclint.rule import change_rule


@change_rule("resource-version-outdated", Severity.ERROR, since="0.1", kinds=ALL_KINDS)
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """A manifest contains the resourceVersion of an older state of the object."""
    version = str(change.checked.metadata.get("resourceVersion") or "")
    live = str((change.live.get("metadata") or {}).get("resourceVersion") or "")
    is_number = version.isascii() and version.isdigit()
    problem = f"does not match the live object, which has {live or 'a number'}"
    if change.merge.migrated is not None and change.written["metadata"].get("resourceVersion"):
        # kubectl migrates the field managers and applies again: the object is newer then.
        problem = "is outdated when kubectl applies a second time, to migrate to server-side apply"
    elif not version or version == live or (is_number and (not int(version[:30]) or not live)):
        return
    yield refused(
        ("metadata", "resourceVersion"),
        f"resourceVersion {version} {problem}",
        "remove it: a manifest is not tied to one version of the object",
        reason="Conflict" if is_number else "InternalError",
        field="",
        # It may be there to refuse exactly this update.
        fix=remove(("metadata", "resourceVersion"), is_safe=False),
    )
