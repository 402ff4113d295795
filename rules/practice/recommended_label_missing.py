"""A Service lacks a label that it is expected to have."""

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
    Severity.INFO,
    since="0.1",
    profile="strict",
    options={"labels": Option("The labels that each Service is expected to have.", STRINGS)},
)
def rule(
    document: Document, inventory: Inventory, *, labels: tuple[str, ...] = (NAME,)
) -> Iterator[Report]:
    """A Service lacks a label that it is expected to have."""
    found = labels_of(document.value(("metadata", "labels")))
    missing = [label for label in labels if label not in found]
    if not missing or inventory.is_changed_by_kustomize(document):
        return
    for label in missing:
        why, remedy = "which every Service is to have", f"add {label}"
        if label == NAME:
            why = "by which tools group what belongs to one application"
            remedy = f"add the recommended labels: {RECOMMENDED}"
        yield Report(
            ("metadata", "labels"), f"label {label} is missing, {why}", remedy, at_key=True
        )
