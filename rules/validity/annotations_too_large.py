"""The annotations together exceed 256 KiB."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule

LIMIT_BYTES = 256 * 1024


@object_rule("annotations-too-large", Severity.ERROR, since="0.1", where=("annotations",))
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """The annotations together exceed 256 KiB."""
    annotations = checked.metadata.get("annotations") or {}
    size = sum(
        len(text.encode("utf-8", "replace")) for pair in annotations.items() for text in pair
    )
    if size > LIMIT_BYTES:
        yield refused(
            ("metadata", "annotations"),
            f"the annotations take {size} bytes; at most {LIMIT_BYTES} are allowed",
            "move large values into a ConfigMap",
            reason="FieldValueTooLong",
            at_key=True,
        )
