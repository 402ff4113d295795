"""A route names a listener or a port that its Gateway does not have."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    gateways_of,
    is_similar,
    listeners_of,
    named_listeners,
    parents_of,
    place_of,
    uncertainty,
)
from svclint.model import Report, Severity, set_to
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import ROUTE_KINDS


@reference_rule(
    "route-listener-missing",
    Severity.ERROR,
    since="0.1",
    kinds=tuple(sorted(ROUTE_KINDS)),
    beside=("Gateway",),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A route names a listener or a port that its Gateway does not have."""
    for parent in parents_of(document):
        gateways = gateways_of(document, parent, inventory)
        if not gateways or any(named_listeners(parent, listeners_of(each)) for each in gateways):
            continue
        listeners = listeners_of(gateways[0])
        names = [each.name for each in listeners]
        if not listeners or (not parent.section and parent.port is None):
            continue
        is_section = bool(parent.section) and parent.section not in names
        path = (*parent.path, "sectionName" if is_section else "port")
        wanted = f'listener "{parent.section}"' if is_section else f"listener on port {parent.port}"
        if not is_section and parent.section:
            wanted = f'listener "{parent.section}" on port {parent.port}'
        listed = ", ".join(f'"{each.name}" on port {each.port}' for each in listeners)
        similar = [name for name in names if is_section and is_similar(name, parent.section)]
        reason = uncertainty(document, gateways, inventory)
        yield Report(
            path,
            f'Gateway "{parent.name}" ({place_of(gateways[0])}) has no {wanted}; its '
            f"{'listeners are' if listeners[1:] else 'only listener is'} {listed}{reason}",
            f"write {similar[0]}" if similar else "name one of these listeners",
            severity=Severity.WARNING if reason else None,
            fix=set_to(path, similar[0], is_safe=False) if len(similar) == 1 else None,
            others=((gateways[0], ("spec", "listeners")),),
        )
