"""Index of objects by any keys: selector labels, names, ports, hosts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from functools import cached_property, lru_cache

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.name_index import Order
from svclint.kubernetes.numbered_documents import NumberedDocuments
from svclint.kubernetes.postings import Postings
from svclint.kubernetes.reference_limit import count_found
from svclint.source import Document

KeysOf = Callable[[Document, Inventory], Iterable[Hashable]]
# Of so many objects, the keys are kept: one object is often found by many keys in a row.
_KNOWN = 64


class ObjectIndex:
    """Objects of a run by the keys that a function returns for each of them."""

    def __init__(
        self, keys_of: KeysOf, inventory: Inventory, objects: Callable[[], Iterable[Document]]
    ) -> None:
        self._keys_of, self._inventory, self._find_objects = keys_of, inventory, objects
        self._set_of_keys = lru_cache(_KNOWN)(self._find_set_of_keys)
        indexed = list(objects())
        self._objects = NumberedDocuments(indexed)
        self._postings = Postings((keys_of(each, inventory) for each in indexed), len(indexed))
        self._order: Order | None = None

    def _find_set_of_keys(self, document: Document) -> frozenset[Hashable]:
        inventory, keys_of = self._inventory, self._keys_of
        return inventory.cache.certain(document, lambda: frozenset(keys_of(document, inventory)))

    def count(self, key: Hashable) -> int:
        """Return how many objects have a key; in the rare case of a hash collision, more."""
        return len(self._postings.get(key))

    @cached_property
    def sharing(self) -> Collection[Document]:
        """The objects that share a key with another one, in order; rarely, a few others."""
        found = self._objects.of(sorted(self._postings.repeated()))
        return dict.fromkeys(found if self._order is None else sorted(found, key=self._order))

    def find(self, key: Hashable) -> Iterator[Document]:
        """Yield the objects that have a key, in order."""
        found = self.candidates(key)
        return (each for each in found if key in self._set_of_keys(each))

    def candidates(self, key: Hashable) -> Iterator[Document]:
        """Yield the objects that have a key, in order; in the rare case of a collision, more."""
        numbers = self._postings.get(key)
        count_found(len(numbers))
        found = self._objects.of(numbers)
        return iter(found if self._order is None else sorted(found, key=self._order))

    def find_any(self, keys: Iterable[Hashable]) -> list[Document]:
        """Return the objects that have any of some keys, in order."""
        wanted = set(keys)
        numbers = sorted({number for key in wanted for number in self._postings.get(key)})
        count_found(len(numbers))
        having = [
            each
            for each in self._objects.of(numbers)
            if not wanted.isdisjoint(self._set_of_keys(each))
        ]
        return having if self._order is None else sorted(having, key=self._order)

    def replace(self, old: Iterable[Document], new: Iterable[Document], order: Order) -> None:
        """Remove documents of the inventory, and add others, as far as they are indexed."""
        vars(self).pop("sharing", None)
        self._set_of_keys.cache_clear()
        self._order = order
        for document in old:
            self._objects.remove(document)
        indexed = set(map(id, self._find_objects())) if new else ()
        for document in new:
            if id(document) in indexed:
                number = self._objects.add(document)
                self._postings.add(number, self._keys_of(document, self._inventory))


def object_index(
    keys_of: KeysOf, inventory: Inventory, objects: Callable[[], Iterable[Document]]
) -> ObjectIndex:
    """Return the index of ``objects()`` by some keys, built on first use."""
    return inventory.cache.computed(keys_of, lambda: ObjectIndex(keys_of, inventory, objects))


def service_index(keys_of: KeysOf, inventory: Inventory) -> ObjectIndex:
    """Return the index of all Services by some keys."""
    return object_index(keys_of, inventory, inventory.services)
