"""Claims of exclusive values, such as node ports: who is the first to claim one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cache

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.reference_limit import count_found
from svclint.kubernetes.targets.object_index import KeysOf, object_index
from svclint.model import Path
from svclint.source import Document

# The values that a document claims, each with its path.
ClaimsOf = Callable[[Document], Iterable[tuple[Hashable, Path]]]


def claimants(
    of: ClaimsOf, document: Document, inventory: Inventory
) -> Callable[[Hashable], list[tuple[Document, Path]]]:
    """Return a function that returns who claims a value first in each deployment of a document.

    It returns a document and the path of the value for each deployment in which the value is
    claimed.
    """
    index = object_index(_keys_of(of), inventory, lambda: inventory.checked)
    numbers = sorted(inventory.numbers(document))
    known: dict[int, dict[Hashable, Path]] = {}

    def claims(other: Document) -> dict[Hashable, Path]:
        if id(other) not in known:
            claimed = list(of(other))
            if other is not document:
                count_found(len(claimed))
            # The first path of a value that is claimed twice.
            known[id(other)] = dict(reversed(claimed))
        return known[id(other)]

    def first_claimants(value: Hashable) -> list[tuple[Document, Path]]:
        found: list[tuple[Document, Path]] = []
        for number in numbers:
            for other in index.candidates((number, value)):
                if value in claims(other) and number in inventory.numbers(other):
                    found.append((other, claims(other)[value]))
                    break
        return found

    return first_claimants


@cache
def _keys_of(of: ClaimsOf) -> KeysOf:
    """Return a function from a document to what it claims in each of its deployments."""

    def keys_of(document: Document, inventory: Inventory) -> Iterable[Hashable]:
        claimed = [value for value, _ in of(document)]
        return [(number, each) for each in claimed for number in inventory.numbers(document)]

    return keys_of
