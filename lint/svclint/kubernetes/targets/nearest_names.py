"""Services whose name is one or two letters from another name, found without comparing all.

Two edits leave one third of a name as it is, moved by at most two letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.name_index import Place
from svclint.kubernetes.targets.object_index import service_index
from svclint.kubernetes.targets.similarity import digits
from svclint.model.suggestions import edit_distance
from svclint.source import Document

_THIRDS = 3
_MOST_EDITS = 2
# A name must be this long for so many edits to be a typo rather than another name.
_SHORTEST_FOR_ONE, _SHORTEST_FOR_TWO = 4, 7
_LONGEST = 63
_FEW = 12

# A place, the digits of the name, its length, the number of a third, and its letters.
_Key = tuple[Place, str, int, int, str]


def nearest_services(
    around: Document, name: str, namespace: str, inventory: Inventory
) -> list[Document]:
    """Return the Services deployed together with an object whose name is nearest to a name.

    They are in the ``namespace`` of a reference, by default that of the object. Several names are
    returned if all are as near.
    """
    if not name or len(name) > _LONGEST:
        return []
    found: dict[int, tuple[int, Document]] = {}
    for place in inventory.search_places(around, namespace)[:_FEW]:
        for edits, service in _similar_in(place, name, inventory):
            if inventory.may_be_meant(around, service):
                found.setdefault(id(service), (edits, service))
    least = min((edits for edits, _ in found.values()), default=0)
    return [service for edits, service in found.values() if edits == least]


def _similar_in(place: Place, name: str, inventory: Inventory) -> list[tuple[int, Document]]:
    """Return the Services of a place with a similar name, each with the number of edits."""
    index = service_index(_thirds_of_service, inventory)

    def search() -> list[tuple[int, Document]]:
        services = {
            id(each): each
            for key in _keys_to_search(place, name)
            for each in islice(index.find(key), _FEW)
        }
        return [
            (edits, each)
            for each in services.values()
            if (edits := _edits(name, each.object_name.name)) is not None
        ]

    # Many objects name the same Service, and a search takes up to 75 lookups.
    return inventory.cache.computed(("Services of similar names", place, name), search)


def _edits(name: str, other: str) -> int | None:
    """Return how many letters two names differ by, if one is probably a typo of the other."""
    edits = edit_distance(name, other, _MOST_EDITS)
    if not edits:
        return None
    shortest, longest = sorted((len(name), len(other)))
    if edits == 1:
        is_typo = longest >= _SHORTEST_FOR_ONE or sorted(name) == sorted(other)
    else:
        is_typo = shortest >= _SHORTEST_FOR_TWO
    return edits if is_typo else None


def _thirds_of_service(service: Document, inventory: Inventory) -> list[_Key]:
    name = service.object_name.name
    its_digits, places = digits(name), inventory.places(service)
    return [
        (place, its_digits, len(name), number, name[start:end])
        for number, (start, end) in enumerate(_thirds(len(name)))
        for place in places
    ]


def _keys_to_search(place: Place, name: str) -> Iterator[_Key]:
    its_digits = digits(name)
    for length in range(max(1, len(name) - _MOST_EDITS), len(name) + _MOST_EDITS + 1):
        for number, (start, end) in enumerate(_thirds(length)):
            for shift in range(-_MOST_EDITS, _MOST_EDITS + 1):
                if start + shift >= 0:
                    yield place, its_digits, length, number, name[start + shift : end + shift]


def _thirds(length: int) -> list[tuple[int, int]]:
    bounds = [length * number // _THIRDS for number in range(_THIRDS + 1)]
    return list(pairwise(bounds))
