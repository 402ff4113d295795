"""Reasons why a finding about two objects is not certain."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.kubernetes.inventory import Inventory
from svclint.model import Path
from svclint.source import Document
from svclint.source.paths import are_in_one_folder


def uncertainty(document: Document, others: Sequence[Document], inventory: Inventory) -> str:
    """Return why a finding about an object and some ``others`` is not certain.

    The reason is the end of a message; empty if the finding is certain.
    """
    if not inventory.are_together(document, others[0]):
        are_beside = are_in_one_folder(document.file, others[0].file)
        return f"; their {'files' if are_beside else 'folders'} may not be deployed together"
    if any(map(inventory.is_changed_by_kustomize, (document, *others))):
        return "; a kustomization may change this"
    return ""


def is_replaced(document: Document, path: Path, inventory: Inventory) -> bool:
    """Return whether a kustomization that is not built fills in a field: its value is unknown."""
    names = ("", document.object_name.name)
    return any(
        each.kind in ("", document.kind) and each.name in names and each.is_at(path)
        for placement in inventory.placements(document)
        for each in placement.replaced
    )
