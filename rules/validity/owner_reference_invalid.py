"""An owner reference is incomplete or not allowed."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.version_changes import OWNER_REFERENCES_BY_ENTRY
from svclint.model import Data, Report, Severity, refused
from svclint.model.cluster import Version
from svclint.rule import object_rule

REMEDY = "remove the owner references; only controllers set them"


@object_rule("owner-reference-invalid", Severity.ERROR, since="0.1", where=("ownerReferences",))
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """An owner reference is incomplete or not allowed."""
    controllers: list[int] = []
    for index, owner in enumerate(checked.metadata.get("ownerReferences") or []):
        yield from _missing_fields(index, owner, checked.version)
        if _is_event(owner):
            yield refused(
                ("metadata", "ownerReferences", index, "kind"),
                "an Event cannot be an owner",
                REMEDY,
                field=f"metadata.ownerReferences[{index}]"
                if OWNER_REFERENCES_BY_ENTRY.is_in(checked.version)
                else "metadata.ownerReferences",
            )
        if owner.get("controller"):
            controllers.append(index)
    for index in controllers[1:]:
        yield refused(
            ("metadata", "ownerReferences", index, "controller"),
            f"owner reference {controllers[0]} is already the controller; there can be only one",
            "set controller: true in at most one of them",
            field="metadata.ownerReferences",
            related=(("metadata", "ownerReferences", controllers[0], "controller"),),
        )


def _missing_fields(index: int, owner: Data, version: Version) -> Iterator[Report]:
    for name in ("apiVersion", "kind", "name", "uid"):
        text = owner.get(name) or ""
        problem = "" if text else f"owner reference {index} has no {name}"
        if text and name == "apiVersion" and not _group_version(text)[1]:
            problem = f"the apiVersion {text!r} of owner reference {index} contains no version"
        if problem:
            is_declared = OWNER_REFERENCES_BY_ENTRY.is_in(version)
            field = None if is_declared else f"metadata.ownerReferences.{name}"
            yield refused(
                ("metadata", "ownerReferences", index, name),
                problem,
                REMEDY,
                reason="FieldValueRequired" if is_declared and not text else "FieldValueInvalid",
                field=field,
            )


def _is_event(owner: Data) -> bool:
    is_core = _group_version(owner.get("apiVersion") or "") == ("", "v1")
    return is_core and owner.get("kind") == "Event"


def _group_version(api_version: str) -> tuple[str, str]:
    if api_version.count("/") > 1:
        return "", ""
    group, _, version = api_version.rpartition("/")
    return group, version
