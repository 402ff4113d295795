"""The IngressClasses that an Ingress may name: cluster-wide, often of another deployment."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import islice

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.object_index import KeysOf, ObjectIndex, object_index
from svclint.kubernetes.targets.similarity import deletion_variants, is_similar
from svclint.source import Document

# Enough to suggest one.
_FEW = 20


def has_classes(inventory: Inventory) -> bool:
    """Return whether a run contains IngressClasses, so that a missing one says something."""
    return bool(inventory.of_kind("networking.k8s.io", "IngressClass"))


def classes_named(name: str, inventory: Inventory) -> list[Document]:
    """Return the IngressClasses of a run with a name."""
    return list(_index(_name, inventory).find(name))


def similarly_named_classes(name: str, document: Document, inventory: Inventory) -> list[Document]:
    """Return a few IngressClasses with a similar name, those deployed together first."""
    index = _index(_variants, inventory)
    found = {
        id(each): each
        for variant in sorted(deletion_variants(name))
        for each in islice(index.find(variant), _FEW)
        if each.object_name.name != name and is_similar(each.object_name.name, name)
    }
    return sorted(found.values(), key=lambda each: not inventory.are_together(document, each))


def _index(keys_of: KeysOf, inventory: Inventory) -> ObjectIndex:
    return object_index(
        keys_of, inventory, lambda: inventory.of_kind("networking.k8s.io", "IngressClass")
    )


def _name(ingress_class: Document, _inventory: Inventory) -> Iterable[Hashable]:
    return (ingress_class.object_name.name,)


def _variants(ingress_class: Document, _inventory: Inventory) -> Iterable[Hashable]:
    return deletion_variants(ingress_class.object_name.name)
