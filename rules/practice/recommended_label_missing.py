"""A Service lacks the label app.kubernetes.io/name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.inventory import Inventory
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.shape import labels
from svclint.source import Document

LABEL = "app.kubernetes.io/name"


@reference_rule("recommended-label-missing", Severity.INFO, since="0.1", profile="strict")
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A Service lacks the label app.kubernetes.io/name."""
    if LABEL in labels(document.value(("metadata", "labels"))) or inventory.is_changed(document):
        return
    yield Report(
        ("metadata", "labels"),
        f"label {LABEL} is missing, by which tools group what belongs to one application",
        "add the recommended labels: name, instance, version, component, part-of, managed-by",
        at_key=True,
    )
