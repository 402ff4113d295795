"""The results of documents that were checked alone, kept until all documents are known."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from svclint.engine.rules import Findings
from svclint.model import Suppression
from svclint.model.cluster import ClusterFacts
from svclint.source import Document
from svclint.source.document import Chunk

if TYPE_CHECKING:
    # Predictions take milliseconds to import, and most runs have no live objects.
    from svclint.kubernetes.service.update import Prediction

# Those that are packed together: as many as few files have.
_TOGETHER = 16


class DocumentResult(NamedTuple):
    """Result of checking one document alone; ``is_sound``: cross-document rules may run.

    ``prediction`` is that of the apply, where the run predicts.
    """

    findings: Findings
    document: Document
    facts: ClusterFacts
    is_sound: bool
    suppressions: tuple[Suppression, ...] = ()
    prediction: Prediction | None = None


class Results:
    """The results of documents, without their suppressions; most have no finding so far."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._facts: list[ClusterFacts] = []
        self._findings: dict[int, Findings] = {}
        self._unsound: set[int] = set()
        self._predictions: dict[int, Prediction] = {}

    def add(self, result: DocumentResult) -> None:
        """Keep the result of one document."""
        number = len(self._documents)
        self._documents.append(result.document)
        self._facts.append(result.facts)
        if result.findings:
            self._findings[number] = result.findings
        if not result.is_sound:
            self._unsound.add(number)
        if result.prediction is not None:
            self._predictions[number] = result.prediction

    def __len__(self) -> int:
        return len(self._documents)

    def __getitem__(self, number: int) -> DocumentResult:
        return DocumentResult(
            self._findings.get(number, []),
            self._documents[number],
            self._facts[number],
            number not in self._unsound,
            prediction=self._predictions.get(number),
        )

    def __iter__(self) -> Iterator[DocumentResult]:
        return map(self.__getitem__, range(len(self)))


class Packer:
    """Puts documents to rest once there are many: that costs time, and saves room."""

    def __init__(self, most_at_hand: int) -> None:
        self._most = most_at_hand
        self._waiting: list[Document] = []
        # Whether all that comes now is put to rest.
        self.is_full = False

    def add(self, document: Document) -> None:
        """Take a document, whose data nobody may change any more."""
        self._waiting.append(document)
        if len(self._waiting) > (_TOGETHER if self.is_full else self._most):
            self.is_full = True
            self.close()

    def close(self) -> None:
        """Put to rest what still waits, where there are many."""
        if self.is_full:
            for at in range(0, len(self._waiting), _TOGETHER):
                together = self._waiting[at : at + _TOGETHER]
                batch = Batch(together)
                for number, document in enumerate(together):
                    document.move_to(batch, number)
            self._waiting = []


class Batch:
    """Data and chunks of documents of one part of a run, compressed to a fiftieth of their size."""

    __slots__ = ("_packed",)

    def __init__(self, documents: Sequence[Document]) -> None:
        contents = [
            (each.data, each.file, each.chunk.first_line, each.chunk.span) for each in documents
        ]
        self._packed = zlib.compress(marshal.dumps(contents), 1)

    def contents(self, number: int) -> tuple[Any, Chunk]:
        """Return the data and the chunk of one of the documents."""
        return _unpacked(self)[number]

    def unpack(self) -> list[tuple[Any, Chunk]]:
        """Return the data and the chunks of all documents."""
        contents: list[Any] = marshal.loads(zlib.decompress(self._packed))  # noqa: S302
        return [(data, Chunk(file, None, line, span)) for data, file, line, span in contents]


# Documents that are packed together are used together.
@lru_cache(maxsize=32)
def _unpacked(batch: Batch) -> list[tuple[Any, Chunk]]:
    return batch.unpack()
