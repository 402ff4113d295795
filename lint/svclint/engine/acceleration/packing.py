"""Packed documents: a run of a million documents stays within 1 GiB."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from svclint.engine.execution import Packer
from svclint.source import Document
from svclint.source.document import Chunk

# Smaller runs need no packing, which takes about 40 µs a document.
MAX_UNPACKED = 50_000
# About as many documents as belong to one application, and are read together.
_BATCH_SIZE = 16


class BatchPacker(Packer):
    """Packs documents in batches once there are more than ``max_unpacked``."""

    def __init__(self, max_unpacked: int) -> None:
        self._max_unpacked = max_unpacked
        self._waiting: list[Document] = []

    def add(self, document: Document) -> None:
        """Take a document whose data does not change any more."""
        self._waiting.append(document)
        if len(self._waiting) > (_BATCH_SIZE if self.is_packing else self._max_unpacked):
            self.is_packing = True
            self._pack()

    def close(self) -> None:
        """Pack the last batch."""
        if self.is_packing:
            self._pack()

    def _pack(self) -> None:
        for start in range(0, len(self._waiting), _BATCH_SIZE):
            documents = self._waiting[start : start + _BATCH_SIZE]
            batch = Batch(documents)
            for number, document in enumerate(documents):
                document.move_to(batch, number)
        self._waiting = []


class Batch:
    """Data and chunks of documents, compressed to a fiftieth of their size in memory."""

    __slots__ = ("_packed",)

    def __init__(self, documents: Sequence[Document]) -> None:
        contents = [
            (each.data, each.file, each.chunk.first_line, each.chunk.span) for each in documents
        ]
        self._packed = zlib.compress(json.dumps(contents).encode(), 1)

    def contents(self, number: int) -> tuple[Any, Chunk]:
        """Return the data and the chunk of one of the documents."""
        return _unpacked(self)[number]

    def unpack(self) -> list[tuple[Any, Chunk]]:
        """Return the data and the chunks of all documents."""
        contents = json.loads(zlib.decompress(self._packed))
        return [
            (data, Chunk(file, None, line, None if span is None else (span[0], span[1])))
            for data, file, line, span in contents
        ]


# Documents of a batch are used together.
@lru_cache(maxsize=32)
def _unpacked(batch: Batch) -> list[tuple[Any, Chunk]]:
    return batch.unpack()
