"""Index of Services by any keys: selector labels, names, ports."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import cached_property

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.postings import Postings
from svclint.source import Document

KeysOf = Callable[[Document, Inventory], Iterable[Hashable]]


class ServiceIndex:
    """Services of a run by the keys that a function returns for each of them."""

    def __init__(self, keys_of: KeysOf, inventory: Inventory, services: Sequence[Document]) -> None:
        self._keys_of, self._inventory, self._services = keys_of, inventory, services
        self._postings = Postings((keys_of(each, inventory) for each in services), len(services))

    def count(self, key: Hashable) -> int:
        """Return how many Services have a key; in the rare case of a hash collision, more."""
        return len(self._postings.get(key))

    @cached_property
    def sharing(self) -> Collection[Document]:
        """The Services that share a key with another one, in order; rarely, a few others."""
        return dict.fromkeys(map(self._services.__getitem__, sorted(self._postings.repeated())))

    def find(self, key: Hashable) -> Iterator[Document]:
        """Yield the Services that have a key, in order."""
        found = map(self._services.__getitem__, self._postings.get(key))
        return (each for each in found if key in self._keys_of(each, self._inventory))


def service_index(
    keys_of: KeysOf, inventory: Inventory, among: Collection[Document] | None = None
) -> ServiceIndex:
    """Return the index by some keys, built on first use: of all Services, or ``among`` some."""
    if keys_of not in inventory.cache:
        services = inventory.services() if among is None else list(among)
        inventory.cache[keys_of] = ServiceIndex(keys_of, inventory, services)
    found: ServiceIndex = inventory.cache[keys_of]
    return found
