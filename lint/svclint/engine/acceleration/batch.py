"""A batch of documents, packed in the memory of this process."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from svclint.source import Document
from svclint.source.document import Chunk


class Batch:
    """Data and chunks of documents, compressed to a fiftieth of their size in memory."""

    __slots__ = ("_packed",)

    def __init__(self, documents: Sequence[Document]) -> None:
        contents = [
            (each.data, each.file, each.chunk.first_line, each.chunk.span, each.chunk.column)
            for each in documents
        ]
        self._packed = zlib.compress(pickle.dumps(contents, pickle.HIGHEST_PROTOCOL), 1)

    def contents(self, number: int) -> tuple[Any, Chunk]:
        """Return the data and the chunk of one of the documents."""
        return _unpacked(self)[number]

    def unpack(self) -> list[tuple[Any, Chunk]]:
        """Return the data and the chunks of all documents."""
        contents: list[Any] = pickle.loads(zlib.decompress(self._packed))  # noqa: S301 - our own
        return [(data, _chunk(*place)) for data, *place in contents]


# The objects of a List share a chunk, in which they are found in one pass.
@lru_cache(maxsize=32)
def _chunk(file: str, line: int, span: tuple[int, int] | None, column: int) -> Chunk:
    return Chunk(file, None, line, span, column)


# Documents of a batch are used together.
@lru_cache(maxsize=32)
def _unpacked(batch: Batch) -> list[tuple[Any, Chunk]]:
    return batch.unpack()
