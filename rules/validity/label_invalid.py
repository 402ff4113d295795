"""A label has an invalid key or value."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import (
    label_value_problem,
    misplaced_character,
    qualified_name_problem,
)
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule("label-invalid", Severity.ERROR, since="0.1", where=("irregular labels",))
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """A label has an invalid key or value."""
    labels = checked.metadata.get("labels") or {}
    for key, value in labels.items():
        if (problem := qualified_name_problem(key)) is not None:
            yield refused(
                ("metadata", "labels", key),
                f"the label key {key!r} {problem}",
                "write it as name or example.com/name",
                field="metadata.labels",
                at_key=True,
            )
        if (problem := label_value_problem(value)) is not None:
            yield refused(
                ("metadata", "labels", key),
                f"the value {value!r} of label {key} {problem}",
                "put free text into an annotation instead",
                field="metadata.labels",
            )._replace(part=misplaced_character(value, label_value_problem))
