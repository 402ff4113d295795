"""Which documents of a workspace a change may reach: those that have a rare text in common.

A Service shares its name with an Ingress, the values of its selector with a workload, and its node
port with another Service. A text that many documents have says nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from svclint.source import Document

# A text of more documents than this is common.
_COMMON = 200
_LONGEST = 253
# Node ports; smaller numbers are common.
_LEAST_NUMBER = 30000
_LEFT_OUT = frozenset(("apiVersion", "kind", "image", "annotations", "namespace"))


class Neighbours:
    """Documents by the texts that they contain."""

    def __init__(self) -> None:
        self._documents: dict[str, dict[int, Document]] = {}

    def add(self, document: Document) -> None:
        """Add a document."""
        for each in texts_of(document):
            self._documents.setdefault(each, {})[id(document)] = document

    def remove(self, document: Document) -> None:
        """Remove a document whose data has not changed since it was added."""
        for each in texts_of(document):
            having = self._documents.get(each)
            if having is not None:
                having.pop(id(document), None)
                if not having:
                    del self._documents[each]

    def of(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the documents that have a rare text in common with some, each once."""
        found: dict[int, Document] = {}
        for text in dict.fromkeys(text for each in documents for text in texts_of(each)):
            having = self._documents.get(text, {})
            if len(having) <= _COMMON:
                found.update(having)
        yield from found.values()


def texts_of(document: Document) -> Collection[str]:
    """Return the texts of a document that another one may refer to."""
    found: set[str] = set()
    pending: list[Any] = [document.data]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            if value and len(value) <= _LONGEST:
                found.add(value)
        elif isinstance(value, dict):
            pending += [each for key, each in value.items() if key not in _LEFT_OUT]
        elif isinstance(value, list):
            pending += value
        elif isinstance(value, int) and value >= _LEAST_NUMBER:
            found.add(str(value))
    return found
