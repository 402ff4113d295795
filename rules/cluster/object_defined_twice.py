"""Two checked documents define the same object."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.definitions import first_definition
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import place_of
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.charts import is_rendered_chart


@reference_rule("object-defined-twice", Severity.WARNING, since="0.1")
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Two checked documents define the same object."""
    if document not in inventory.with_duplicate_name("", "Service"):
        return
    if not (document.data.get("metadata") or {}).get("name"):
        return
    # Definitions in different files are variants (environments, examples), not mistakes.
    first = first_definition(document, inventory)
    if first is not None and first is not document:
        outcome = "if both are applied, the later one wins"
        if is_rendered_chart(document.file):
            outcome = "Helm 3 does not install both; with Helm 4, the later one wins"
        yield Report(
            ("metadata", "name"),
            f"{document.object_name} is already defined ({place_of(first)}); {outcome}",
            "remove one of them, or change its name or namespace",
            # A value that names both objects is not what has to differ.
            edited_at="call",
        )
