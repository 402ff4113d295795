"""Namespace objects of a run, and the labels that selectors of namespaces compare."""

from __future__ import annotations

from svclint.kubernetes.inventory import Inventory
from svclint.model.data import labels
from svclint.source import Document

# The API server adds this label to every namespace, with its name.
NAMESPACE_LABEL = "kubernetes.io/metadata.name"


def namespace_objects(name: str, around: Document, inventory: Inventory) -> list[Document]:
    """Return the Namespaces with a name that are deployed together with an object."""
    found = inventory.cache.computed("namespaces", lambda: _by_name(inventory))
    return [each for each in found.get(name, ()) if inventory.are_together(around, each)]


def _by_name(inventory: Inventory) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for namespace in inventory.of_kind("", "Namespace"):
        found.setdefault(namespace.object_name.name, []).append(namespace)
    return found


def namespace_labels(namespace: Document) -> dict[str, str]:
    """Return the labels of a Namespace, with the one that the API server adds."""
    own = labels(namespace.value(("metadata", "labels")))
    return {NAMESPACE_LABEL: namespace.object_name.name, **own}
