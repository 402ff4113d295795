"""Objects of Flux and Argo CD that deploy a root, and the objects that they take values from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.source import Document
from svclint.source.deploying_files import MOST_BYTES, mentions_deployer
from svclint.source.files import ReadError, read_file
from svclint.source.stream import documents


class ObjectPlace(NamedTuple):
    """An object in a file of the tree: the file as users name it, and its number in the file.

    For an object in a rendered text, ``file`` is the name of the text, and ``printed`` the object.
    """

    file: str
    number: int
    printed: Document | None = None

    def read(self) -> Document | None:
        """Return the object; ``None`` if the file has changed since, or cannot be read."""
        if self.printed is not None:
            return self.printed
        found = objects_of(self.file)
        return found[self.number] if self.number < len(found) else None


class Deployer(NamedTuple):
    """The object that deploys a root, as it is shown, and those that it takes values from.

    ``source`` is the path of the source in an Application, and ``parameters`` are those with which
    an ApplicationSet makes it. ``components`` are the folders of kustomizations that it adds,
    relative to the folder that it deploys. ``substituting`` is the Kustomization that replaces
    variables in a HelmRelease, with its own references after it.
    """

    place: ObjectPlace
    shown: str
    references: tuple[ObjectPlace, ...] = ()
    source: Path = ()
    parameters: tuple[tuple[str, str], ...] = ()
    components: tuple[str, ...] = ()
    substituting: tuple[ObjectPlace, ...] = ()

    @property
    def files(self) -> frozenset[str]:
        """The files of the objects."""
        places = (self.place, *self.references, *self.substituting)
        return frozenset(each.file for each in places if each.printed is None)


def objects_of(file: str) -> Sequence[Document]:
    """Return the documents of a file; none if it cannot be read."""
    raw = read_file(file, MOST_BYTES)
    return () if isinstance(raw, ReadError) else list(documents(file, raw))


def marked_objects(files: Sequence[str]) -> list[tuple[ObjectPlace, Document]]:
    """Return the objects of all files that mention Flux or Argo CD."""
    return [
        (ObjectPlace(file, number), document)
        for file in files
        if mentions_deployer(file)
        for number, document in enumerate(objects_of(file))
    ]


def with_data(document: Document, data: Any, prefix: Path = ()) -> Document:
    """Return a document with other data whose paths are those of the text below ``prefix``."""
    return Document(document.chunk, data, (*document.prefix, *prefix))
