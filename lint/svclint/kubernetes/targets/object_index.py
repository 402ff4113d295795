"""Index of objects by any keys: selector labels, names, ports, hosts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import cached_property

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.postings import Postings
from svclint.source import Document

KeysOf = Callable[[Document, Inventory], Iterable[Hashable]]


class ObjectIndex:
    """Objects of a run by the keys that a function returns for each of them."""

    def __init__(self, keys_of: KeysOf, inventory: Inventory, objects: Sequence[Document]) -> None:
        self._keys_of, self._inventory, self._objects = keys_of, inventory, objects
        self._postings = Postings((keys_of(each, inventory) for each in objects), len(objects))

    def count(self, key: Hashable) -> int:
        """Return how many objects have a key; in the rare case of a hash collision, more."""
        return len(self._postings.get(key))

    @cached_property
    def sharing(self) -> Collection[Document]:
        """The objects that share a key with another one, in order; rarely, a few others."""
        return dict.fromkeys(map(self._objects.__getitem__, sorted(self._postings.repeated())))

    def find(self, key: Hashable) -> Iterator[Document]:
        """Yield the objects that have a key, in order."""
        found = map(self._objects.__getitem__, self._postings.get(key))
        return (each for each in found if key in self._keys_of(each, self._inventory))


def object_index(
    keys_of: KeysOf, inventory: Inventory, objects: Callable[[], Iterable[Document]]
) -> ObjectIndex:
    """Return the index of ``objects()`` by some keys, built on first use."""
    if keys_of not in inventory.cache:
        inventory.cache[keys_of] = ObjectIndex(keys_of, inventory, list(objects()))
    found: ObjectIndex = inventory.cache[keys_of]
    return found


def service_index(
    keys_of: KeysOf, inventory: Inventory, among: Collection[Document] | None = None
) -> ObjectIndex:
    """Return the index of all Services, or ``among`` some, by some keys."""
    return object_index(
        keys_of, inventory, lambda: inventory.services() if among is None else among
    )
