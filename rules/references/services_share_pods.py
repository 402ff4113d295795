"""Two Services offer the same port of the same pods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svclint.inventory import Inventory, distance
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.targets import is_headless, ports_of, selected, selector_of

# The Services that offer the same as one, itself among them, by its identity in memory.
Twins = dict[int, list[Document]]


@reference_rule("services-share-pods", Severity.INFO, since="0.1")
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Two Services offer the same port of the same pods."""
    if not selector_of(document):
        return
    if "twins" not in inventory.memo:
        inventory.memo["twins"] = _twins(inventory)
    memo: Twins = inventory.memo["twins"]
    twins = memo.get(id(document), [])
    if len(twins) != 2 or any(each.kind == "Rollout" for each in selected(document, inventory)):
        # Argo Rollouts wants two alike; many alike stand in a folder of examples.
        return
    other = twins[0]
    if other is document:
        return
    if other.object_name.name != document.object_name.name and distance(document, other) <= 1:
        place, _ = other.locate(("metadata", "name"))
        yield Report(
            ("metadata", "name"),
            f"Service {other.object_name.name} ({place.file}:{place.line}) offers the same "
            "ports of the same pods",
            "keep one of the two, unless both names are in use",
        )


def _twins(inventory: Inventory) -> Twins:
    found: dict[tuple[Any, ...], list[Document]] = {}
    for service in inventory.services():
        if selector_of(service):
            found.setdefault(_offer(service, inventory), []).append(service)
    return {id(each): twins for twins in found.values() for each in twins}


def _offer(service: Document, inventory: Inventory) -> tuple[Any, ...]:
    """Give what a client sees of a Service, its name apart."""
    ports = frozenset((port.number, port.protocol, port.target) for port in ports_of(service))
    kind = service.value(("spec", "type")) or "ClusterIP"
    selector = frozenset(selector_of(service).items())
    return inventory.namespaces(service), selector, ports, str(kind), is_headless(service)
