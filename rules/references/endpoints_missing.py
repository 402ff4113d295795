"""A Service without a selector has no Endpoints or EndpointSlice in the checked files."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import absent, is_external_name, manual_endpoints, selector_of
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("endpoints-missing", Severity.NOTE, since="0.1", where=("no selector",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A Service without a selector has no Endpoints or EndpointSlice in the checked files."""
    if selector_of(document) or is_external_name(document) or inventory.added_labels(document):
        return
    if not manual_endpoints(document, inventory):
        is_empty = document.value(("spec", "selector")) == {}
        fact = "an empty selector matches nothing" if is_empty else "the Service has no selector"
        yield from absent(
            Report(
                ("spec", "selector"),
                f"{fact}, and no Endpoints or EndpointSlice for it is found",
                "add a selector, or an EndpointSlice with the label "
                f"kubernetes.io/service-name: {document.object_name.name}",
                at_key=True,
            ),
            document,
            inventory,
            ("Endpoints", "EndpointSlice"),
        )
