"""Claims of exclusive values, such as node ports: who is the first to claim one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cache

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.object_index import KeysOf, object_index
from svclint.model import Path
from svclint.source import Document

# The values that a document claims, each with its path.
ClaimsOf = Callable[[Document], Iterable[tuple[Hashable, Path]]]


def claimants(
    of: ClaimsOf, document: Document, value: Hashable, inventory: Inventory
) -> list[tuple[Document, Path]]:
    """Return the first document to claim a value, with the path, in each deployment of another."""
    index = object_index(_keys_of(of), inventory, lambda: inventory.checked)
    found: list[tuple[Document, Path]] = []
    for number in sorted(inventory.numbers(document)):
        first = next(index.find((number, value)), None)
        if first is not None:
            path = next(path for claimed, path in of(first) if claimed == value)
            found.append((first, path))
    return found


@cache
def _keys_of(of: ClaimsOf) -> KeysOf:
    """Return a function from a document to what it claims in each of its deployments."""

    def keys_of(document: Document, inventory: Inventory) -> Iterable[Hashable]:
        claimed = [value for value, _ in of(document)]
        return [(number, each) for each in claimed for number in inventory.numbers(document)]

    return keys_of
