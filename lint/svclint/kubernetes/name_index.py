"""Index of the objects of one kind by deployment, namespace and name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from svclint.kubernetes.numbered_documents import NumberedDocuments
from svclint.kubernetes.postings import Postings
from svclint.source import Document

# A deployment by number, and a namespace.
Place = tuple[int, str]
# The same with the name of an object.
Key = tuple[int, str, str]
# The place of a document in the order of the run.
Order = Callable[[Document], tuple[int, ...]]
# An object that is defined many times is looked for in a few places.
_FEW = 50


class NameIndex:
    """The objects of one kind, by the keys that a function returns for each."""

    def __init__(
        self, objects: Sequence[Document], keys_of: Callable[[Document], Collection[Key]]
    ) -> None:
        self._objects, self._find_keys = NumberedDocuments(objects), keys_of
        # Of objects that many deployments contain, by ``id``.
        self._many: dict[int, frozenset[Key]] = {}
        self._postings = Postings(map(self._keys_of, objects), len(objects))
        self._order: Order | None = None

    def find(self, place: Place, name: str) -> Iterator[Document]:
        """Yield the objects with a name in a namespace of a deployment, in order, but only a few.

        There is one, unless an object is defined several times.
        """
        key = (*place, name)
        found = self._objects.of(self._postings.get(key))
        having = islice((each for each in found if key in self._keys_of(each)), _FEW)
        return having if self._order is None else iter(sorted(having, key=self._order))

    def find_anywhere(self, namespace: str, name: str) -> Iterator[Document]:
        """Yield a few objects with a namespace and name, of any deployment."""
        found: Iterable[Document] = self._objects.of(self._anywhere.get((namespace, name)))
        if self._order is not None:
            found = sorted(found, key=self._order)
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
        return self._objects.of(self._postings.repeated())

    def replace(self, old: Iterable[Document], new: Iterable[Document], order: Order) -> None:
        """Remove some objects, and add others; what is found is sorted by ``order`` from now on."""
        self._order = order
        for document in old:
            self._objects.remove(document)
            self._many.pop(id(document), None)
        for document in new:
            number, keys = self._objects.add(document), self._keys_of(document)
            self._postings.add(number, keys)
            if "_anywhere" in vars(self):
                self._anywhere.add(number, dict.fromkeys(key[1:] for key in keys))

    @cached_property
    def _anywhere(self) -> Postings:
        keys: Iterable[Iterable[Hashable]] = (
            () if each is None else dict.fromkeys(key[1:] for key in self._keys_of(each))
            for each in self._objects
        )
        return Postings(keys, len(self._objects))
