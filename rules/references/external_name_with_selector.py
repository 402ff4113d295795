"""A Service of type ExternalName has a selector, which has no effect."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import is_external_name
from svclint.model import Report, Severity, remove
from svclint.model.data import labels
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "external-name-with-selector", Severity.WARNING, since="0.1", where=("ExternalName",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A Service of type ExternalName has a selector, which has no effect."""
    del inventory
    if is_external_name(document) and labels(document.value(("spec", "selector"))):
        yield Report(
            ("spec", "selector"),
            "the selector has no effect: a Service of type ExternalName has no endpoints",
            "remove the selector, or the type",
            at_key=True,
            related=(("spec", "type"),),
            # The type may be wrong instead.
            fix=remove(("spec", "selector"), is_safe=False),
        )
