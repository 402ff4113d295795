"""Index of the objects of one kind by deployment, namespace and name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from svclint.kubernetes.postings import Postings
from svclint.source import Document

# A deployment by number, and a namespace.
Place = tuple[int, str]
# The same with the name of an object.
Key = tuple[int, str, str]
# An object that many deployments define is looked for in a few of them.
_FEW = 50


class NameIndex:
    """The objects of one kind, by the keys that a function returns for each."""

    def __init__(
        self, objects: Sequence[Document], keys_of: Callable[[Document], Collection[Key]]
    ) -> None:
        self._objects, self._find_keys = objects, keys_of
        # Of objects that many deployments contain, by ``id``.
        self._many: dict[int, frozenset[Key]] = {}
        self._postings = Postings(map(self._keys_of, objects), len(objects))

    def find(self, place: Place, name: str) -> Iterator[Document]:
        """Yield the objects with a name in a namespace of a deployment, in order."""
        key = (*place, name)
        found = map(self._objects.__getitem__, self._postings.get(key))
        return (each for each in found if key in self._keys_of(each))

    def find_anywhere(self, namespace: str, name: str) -> Iterator[Document]:
        """Yield a few objects with a namespace and name, of any deployment."""
        found = map(self._objects.__getitem__, self._anywhere.get((namespace, name)))
        fitting = (
            each
            for each in found
            if any(key[1:] == (namespace, name) for key in self._keys_of(each))
        )
        return islice(fitting, _FEW)

    def _keys_of(self, document: Document) -> Collection[Key]:
        many = self._many.get(id(document))
        if many is not None:
            return many
        keys = self._find_keys(document)
        if len(keys) > _FEW:
            self._many[id(document)] = frozenset(keys)
        return keys

    def repeated(self) -> Iterable[Document]:
        """Return the objects that share a key with another one; in rare cases, a few others."""
        return map(self._objects.__getitem__, self._postings.repeated())

    @cached_property
    def _anywhere(self) -> Postings:
        keys: Iterable[Iterable[Hashable]] = (
            dict.fromkeys(key[1:] for key in self._keys_of(each)) for each in self._objects
        )
        return Postings(keys, len(self._objects))
