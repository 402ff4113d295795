"""All objects of a run, by kind, namespace and name."""

from __future__ import annotations

from svclint.source import Document

Key = tuple[str, str, str, str]


class Inventory:
    """Every object of a run; the namespace is the run's own where a manifest says none."""

    def __init__(self, namespace: str = "default") -> None:
        self.namespace = namespace
        self._objects: dict[Key, list[Document]] = {}

    def add(self, document: Document) -> None:
        """Take a document in."""
        self._objects.setdefault(self.key(document), []).append(document)

    def key(self, document: Document) -> Key:
        """Give what identifies an object within a cluster."""
        name = document.object_name
        return name.api_version, name.kind, name.namespace or self.namespace, name.name

    def same(self, document: Document) -> list[Document]:
        """Give all documents of the run that name the same object, in order."""
        return self._objects.get(self.key(document), [])

    def services(self) -> list[Document]:
        """Give every Service of the run, in order."""
        return [
            document
            for (version, kind, _, _), documents in self._objects.items()
            if (version, kind) == ("v1", "Service")
            for document in documents
        ]
