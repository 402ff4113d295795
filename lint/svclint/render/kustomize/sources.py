"""The files that kustomize has read, as documents with the names by which users know them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from svclint.render.kustomize.traced import Node, UntraceableError, traced
from svclint.source import Document
from svclint.source.files import ReadError, read_file
from svclint.source.kustomization import NAMES
from svclint.source.stream import documents, documents_of_piece, is_yaml_stream
from svclint.source.stream_pieces import pieces_of_kinds

_MOST_BYTES = 64 * 1024 * 1024


class Layer(NamedTuple):
    """A kustomization, or the file of a transformer: its real path, and what it says."""

    file: str
    settings: Node

    @property
    def folder(self) -> str:
        """The folder that its paths are relative to."""
        return os.path.dirname(self.file)

    def path_of(self, entry: str) -> str:
        """Return the real path that an entry names."""
        return os.path.realpath(os.path.join(self.folder, entry))


class Sources:
    """Reads each file once; ``root`` is the folder of the kustomization as the user names it.

    ``changed`` are files, by their real path, that are read with another content.
    """

    def __init__(self, root: str, changed: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self._changed = changed
        self.root = os.path.realpath(root)
        self._is_absolute = os.path.isabs(root)
        self._here = os.path.realpath(os.curdir)
        self.documents = cache(self._documents)
        self.layer = cache(self._layer)
        self.objects = cache(self._objects)
        # Patches by the ``id`` of their entry, which is kept so that no other one gets it.
        self.patches: dict[int, tuple[Node, list[Node]]] = {}

    def shown(self, real: str) -> str:
        """Return the name of a file: relative to where the run began, if the root is."""
        return real if self._is_absolute else os.path.relpath(real, self._here)

    def _documents(self, real: str) -> Sequence[Document]:
        """Return the documents of a file by its real path. Raises ``UntraceableError``.

        Each of them is YAML that can be read.
        """
        found = list(documents(self.shown(real), self._read(real)))
        if any(document.problem is not None for document in found):
            raise UntraceableError
        return found

    def _objects(self, real: str, kinds: frozenset[str]) -> Sequence[Document]:
        """Return the objects of some kinds in a file. Raises ``UntraceableError``."""
        file, raw = self.shown(real), self._read(real)
        if not is_yaml_stream(raw):
            return [each for each in documents(file, raw, kinds) if each.problem is None]
        # An object that refers to nothing here may do so after a patch.
        found = (
            document
            for start, end, line in pieces_of_kinds(raw, kinds)
            for document in documents_of_piece(file, raw[start:end], line + 1, kinds)
        )
        return [each for each in found if each.problem is None]

    def _read(self, real: str) -> bytes:
        raw = self._changed[real] if real in self._changed else read_file(real, _MOST_BYTES)
        if isinstance(raw, ReadError):
            raise UntraceableError
        return raw

    def _layer(self, real: str) -> Layer:
        """Return a kustomization by the real path of its file. Raises ``UntraceableError``."""
        found = self.documents(real)
        if not found or not isinstance(found[0].data, dict):
            raise UntraceableError
        return Layer(real, traced(found[0]))

    def layer_in(self, folder: str) -> Layer | None:
        """Return the kustomization in a folder; ``None`` if there is none that can be read."""
        for name in NAMES:
            file = os.path.join(folder, name)
            if os.path.isfile(file):
                try:
                    return self.layer(os.path.realpath(file))
                except UntraceableError:
                    return None
        return None
