"""A route attaches to a Gateway that is not in the checked files."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    PARENT_KINDS,
    Parent,
    absent,
    gateways_beside,
    gateways_named,
    is_meant,
    nearly_absent,
    parents_of,
    place_of,
)
from svclint.kubernetes.targets.release_namespaces import may_share_namespace
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document

_KINDS = ("Gateway",)
_GROUPS = ("gateway.networking.k8s.io", "networking.istio.io")


@reference_rule("route-parent-missing", Severity.WARNING, since="0.1", kinds=PARENT_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A route attaches to a Gateway that is not in the checked files."""
    for parent in parents_of(document):
        found = gateways_named(document, parent, inventory)
        if any(inventory.are_together(document, each) for each in found):
            continue
        spaces = (parent.namespace,) if parent.namespace else inventory.namespaces(document)
        quoted = ", ".join(f'"{each}"' for each in spaces)
        fact = f'Gateway "{parent.name}" not found in namespace {quoted}'
        named = [
            each
            for each in gateways_beside(document, parent, inventory)
            if each.object_name.name == parent.name
        ]
        if any(may_share_namespace(document, each, inventory) for each in named):
            continue
        if parent.namespace and not all(map(inventory.has_namespace, named)):
            # The Gateway may be applied to that namespace.
            continue
        near_miss = _near_miss(document, parent, spaces, fact, inventory)
        if near_miss is not None:
            yield nearly_absent(near_miss, document, inventory, _KINDS)
        elif not found and not _is_elsewhere(document, parent, inventory):
            report = Report(_name_path(parent), fact, "check its name and namespace")
            yield from absent(report, document, inventory, _KINDS, parent.namespace)


def _is_of_istio(parent: Parent) -> bool:
    """Return whether a VirtualService names its Gateway in one text, with the namespace."""
    return parent.path[1] == "gateways"


def _name_path(parent: Parent) -> tuple[str | int, ...]:
    return parent.path if _is_of_istio(parent) else (*parent.path, "name")


def _is_elsewhere(document: Document, parent: Parent, inventory: Inventory) -> bool:
    """Return whether another deployment may complete this one with the Gateway."""
    return any(
        inventory.is_elsewhere(document, group, "Gateway", parent.name, parent.namespace)
        for group in _GROUPS
    )


def _near_miss(
    document: Document,
    parent: Parent,
    spaces: tuple[str, ...],
    fact: str,
    inventory: Inventory,
) -> Report | None:
    is_elsewhere = _is_elsewhere(document, parent, inventory)
    for gateway in gateways_beside(document, parent, inventory):
        name, own = gateway.object_name.name, inventory.namespaces(gateway)
        is_here = not set(own).isdisjoint(spaces)
        if is_here and is_meant(parent.name, name) and not is_elsewhere:
            message = f'{fact}; did you mean "{name}" ({place_of(gateway)})?'
            return Report(_name_path(parent), message, f"write {name}")
        if name == parent.name and not is_here:
            message = f'{fact}; it is defined in namespace "{own[0]}" ({place_of(gateway)})'
            is_written = bool(gateway.object_name.namespace)
            return Report(
                _name_path(parent),
                message if is_written else f"{message}, unless it is applied with --namespace",
                f"write {own[0]}/{name}" if _is_of_istio(parent) else f"write namespace: {own[0]}",
                severity=None if is_written else Severity.NOTE,
            )
    return None
