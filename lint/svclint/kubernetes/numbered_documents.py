"""Documents by number, as indexes store them; some can be replaced later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from svclint.source import Document


class NumberedDocuments:
    """Documents by number; the number of one that was removed is not used again."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents: list[Document | None] = list(documents)
        # By ``id``, from the first change on.
        self._numbers: dict[int, int] | None = None

    def __len__(self) -> int:
        return len(self._documents)

    def of(self, numbers: Iterable[int]) -> Iterator[Document]:
        """Yield the documents with some numbers that were not removed."""
        for number in numbers:
            document = self._documents[number]
            if document is not None:
                yield document

    def __iter__(self) -> Iterator[Document | None]:
        """Yield the document of each number; ``None`` if it was removed."""
        return iter(self._documents)

    def add(self, document: Document) -> int:
        """Add a document; return its number."""
        self._by_id()[id(document)] = len(self._documents)
        self._documents.append(document)
        return len(self._documents) - 1

    def remove(self, document: Document) -> None:
        """Remove a document, if it is here."""
        number = self._by_id().pop(id(document), None)
        if number is not None:
            self._documents[number] = None

    def _by_id(self) -> dict[int, int]:
        if self._numbers is None:
            self._numbers = {id(each): number for number, each in enumerate(self._documents)}
        return self._numbers
