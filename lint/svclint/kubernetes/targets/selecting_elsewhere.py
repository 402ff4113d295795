"""Pods of other deployments that a selector matches, and that may complete the one of an object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.release_namespaces import has_no_namespace
from svclint.source import Document


def is_selecting_elsewhere(
    document: Document,
    pairs: Mapping[str, str],
    namespaces: Sequence[str] | None,
    inventory: Inventory,
) -> bool:
    """Return whether labels match pods of another deployment in some namespaces, or in any."""
    found = inventory.workloads.selected_anywhere(namespaces, pairs)
    return any(inventory.may_complete(each.document, document) for each in found)


def may_be_selecting_elsewhere(
    document: Document, pairs: Mapping[str, str], namespaces: Sequence[str], inventory: Inventory
) -> bool:
    """Return whether labels match pods of another deployment that may be in some namespaces.

    An object whose namespace nothing says may be applied to any: to that of an overlay, for
    example.
    """
    if is_selecting_elsewhere(document, pairs, namespaces, inventory):
        return True
    is_anywhere = has_no_namespace(document, inventory) and (
        set(namespaces) <= set(inventory.namespaces(document))
    )
    return any(
        (is_anywhere or has_no_namespace(each.document, inventory))
        and not inventory.are_together(document, each.document)
        and inventory.may_complete(each.document, document)
        for each in inventory.workloads.selected_anywhere(None, pairs)
    )
