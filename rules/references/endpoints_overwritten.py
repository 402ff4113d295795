"""Endpoints are overwritten by the controller, because their Service has a selector."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import endpoints_of, place_of, selector_of, uncertainty
from svclint.model import Report, Severity
from svclint.model.data import mapping
from svclint.rule import reference_rule
from svclint.source import Document

# Only in objects exported from a cluster, where the controller wrote them.
_WRITTEN_BY_CONTROLLER = "endpoints.kubernetes.io/last-change-trigger-time"


@reference_rule("endpoints-overwritten", Severity.WARNING, since="0.1", beside=("Endpoints",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Endpoints are overwritten by the controller, because their Service has a selector."""
    if not selector_of(document):
        return
    for endpoints in endpoints_of(document, inventory):
        metadata = mapping(endpoints.value(("metadata",)))
        if "uid" in metadata or _WRITTEN_BY_CONTROLLER in mapping(metadata.get("annotations")):
            continue
        if not inventory.are_together(document, endpoints) or uncertainty(
            document, [endpoints], inventory
        ):
            continue
        yield Report(
            ("spec", "selector"),
            f'the controller overwrites Endpoints "{endpoints.object_name.name}" '
            f"({place_of(endpoints)}), because the Service has a selector",
            "remove the selector, or the Endpoints",
            at_key=True,
        )
        return
