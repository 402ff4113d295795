"""A Service does not have a label that is expected on every Service."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.model import Report, Severity
from svclint.model.data import labels as labels_of
from svclint.rule import reference_rule
from svclint.rule.options import STRINGS, Option
from svclint.source import Document

NAME = "app.kubernetes.io/name"
RECOMMENDED = "name, instance, version, component, part-of, managed-by"


@reference_rule(
    "recommended-label-missing",
    Severity.NOTE,
    since="0.1",
    profile="strict",
    options={"labels": Option("The labels that are expected on every Service.", STRINGS)},
)
def rule(
    document: Document, inventory: Inventory, *, labels: tuple[str, ...] = (NAME,)
) -> Iterator[Report]:
    """A Service does not have a label that is expected on every Service."""
    found = labels_of(document.value(("metadata", "labels")))
    missing = [label for label in labels if label not in found]
    if not missing or inventory.is_changed_by_kustomize(document):
        return
    for label in missing:
        reason, remedy = "which is expected on every Service", f"add {label}"
        if label == NAME:
            reason = "which tools use to group the objects of one application"
            remedy = f"add the recommended labels: {RECOMMENDED}"
        yield Report(
            ("metadata", "labels"),
            f'label "{label}" is missing, {reason}',
            remedy,
            at_key=True,
            edited_at="template",
        )
