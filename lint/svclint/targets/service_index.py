"""The Services of a run by whatever keys they have."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property

from svclint.inventory import Inventory
from svclint.postings import Postings
from svclint.source import Document

KeysOf = Callable[[Document, Inventory], Iterable[Hashable]]


class ServiceIndex:
    """The Services of a run by the keys that a function gives for each."""

    def __init__(self, keys_of: KeysOf, inventory: Inventory) -> None:
        self._keys_of, self._inventory = keys_of, inventory
        services = inventory.services()
        keys = (keys_of(service, inventory) for service in services)
        self._postings = Postings(keys, len(services))

    def count(self, key: Hashable) -> int:
        """Say how many Services have a key; by rare chance, one too many."""
        return len(self._postings.get(key))

    @cached_property
    def sharing(self) -> frozenset[Document]:
        """The Services that have a key of another one; by rare chance, some more."""
        return frozenset(map(self._inventory.services().__getitem__, self._postings.repeated()))

    def find(self, key: Hashable) -> Iterator[Document]:
        """Give the Services that have a key, in order."""
        found = map(self._inventory.services().__getitem__, self._postings.get(key))
        return (each for each in found if key in self._keys_of(each, self._inventory))


def service_index(keys_of: KeysOf, inventory: Inventory) -> ServiceIndex:
    """Give the index by some keys, made on first use."""
    if keys_of not in inventory.memo:
        inventory.memo[keys_of] = ServiceIndex(keys_of, inventory)
    found: ServiceIndex = inventory.memo[keys_of]
    return found
