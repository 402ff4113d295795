"""Reasons why a finding about two objects is not certain."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.proximity import is_near
from svclint.source import Document


def uncertainty(document: Document, others: Sequence[Document], inventory: Inventory) -> str:
    """Return why a finding about an object and the nearest ``others`` is not certain.

    The reason is the end of a message; empty if the finding is certain.
    """
    if not is_near(document, others[0]):
        return f"; another {others[0].kind} may be meant, since this one is in a distant folder"
    if any(map(inventory.is_changed_by_kustomize, (document, *others))):
        return "; a kustomization may change this"
    return ""
