"""No listener of a Gateway takes routes of this kind, or of this namespace."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    Listener,
    gateways_of,
    listeners_of,
    named_listeners,
    parents_of,
    place_of,
    takes_kind,
    takes_namespace,
    uncertainty,
)
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import ROUTE_KINDS


@reference_rule(
    "route-not-allowed",
    Severity.ERROR,
    since="0.1",
    kinds=tuple(sorted(ROUTE_KINDS)),
    beside=("Gateway",),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """No listener of a Gateway takes routes of this kind, or of this namespace."""
    for parent in parents_of(document):
        gateways = gateways_of(document, parent, inventory)
        found = [(gateway, named_listeners(parent, listeners_of(gateway))) for gateway in gateways]
        problems = [
            _problem(gateway, listeners, document, inventory) for gateway, listeners in found
        ]
        if not problems or not all(problems):
            continue
        reason = uncertainty(document, gateways, inventory) or _namespace_doubt(
            document, gateways[0], problems[0]
        )
        yield Report(
            (*parent.path, "name"),
            f'Gateway "{parent.name}" ({place_of(gateways[0])}) {problems[0]}{reason}',
            "change allowedRoutes of the listener, or attach the route to another one",
            severity=Severity.WARNING if reason else None,
        )


def _problem(
    gateway: Document, listeners: list[Listener], route: Document, inventory: Inventory
) -> str:
    """Return why no listener takes a route; empty if one does, or there is none."""
    if not listeners:
        return ""
    of_kind = [each for each in listeners if takes_kind(each, route.kind)]
    if not of_kind:
        kinds = ", ".join(dict.fromkeys(f"{kind}s" for each in listeners for kind in each.kinds))
        return f"takes no {route.kind}s on {_named(listeners)}, only {kinds}"
    if any(takes_namespace(each, gateway, route, inventory) for each in of_kind):
        return ""
    own, spaces = inventory.namespaces(route)[0], inventory.namespaces(gateway)
    origins = {each.origin for each in of_kind}
    if origins == {"Same"}:
        return (
            f'takes routes of its own namespace "{spaces[0]}" alone on {_named(of_kind)}, '
            f'and the route is in "{own}"'
        )
    how = "no routes" if origins == {"None"} else f'no routes of namespace "{own}"'
    return f"takes {how} on {_named(of_kind)}"


def _named(listeners: list[Listener]) -> str:
    names = ", ".join(f'"{each.name}"' for each in listeners)
    return f"listener{'s' if listeners[1:] else ''} {names}"


def _namespace_doubt(route: Document, gateway: Document, problem: str) -> str:
    """Return why the namespaces are not certain: one of them may be an option of the command."""
    has_both = route.object_name.namespace and gateway.object_name.namespace
    is_about_kind = problem.startswith("takes no ") and ", only " in problem
    return "" if has_both or is_about_kind else ", unless it is applied with --namespace"
