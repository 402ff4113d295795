"""Claims of exclusive values, such as node ports: who is the first to claim one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from svclint.kubernetes.inventory import Inventory
from svclint.model import Path
from svclint.source import Document

# The values that a document claims, each with its path.
ClaimsOf = Callable[[Document], Iterable[tuple[Hashable, Path]]]
_Claims = dict[tuple[int, Hashable], tuple[Document, Path]]


def claimants(
    of: ClaimsOf, document: Document, value: Hashable, inventory: Inventory
) -> list[tuple[Document, Path]]:
    """Return the first document to claim a value, with the path, in each deployment of another."""
    if of not in inventory.cache:
        claims: _Claims = {}
        for each in inventory.checked:
            for claimed, path in of(each):
                for number in inventory.numbers(each):
                    claims.setdefault((number, claimed), (each, path))
        inventory.cache[of] = claims
    known: _Claims = inventory.cache[of]
    numbers = sorted(inventory.numbers(document))
    return [known[number, value] for number in numbers if (number, value) in known]
