"""Packed documents: a run of a million documents stays within 1 GiB.

100,000 files with 400,000 documents take 264 MiB.
"""

from __future__ import annotations

from svclint.engine.execution import Packer
from svclint.source import Document

# Smaller runs need no packing, which takes about 40 µs a document.
MAX_UNPACKED = 50_000
# About as many documents as belong to one application, and are read together.
_BATCH_SIZE = 16


class BatchPacker(Packer):
    """Packs documents in batches once there are more than ``MAX_UNPACKED``."""

    def __init__(self) -> None:
        self._waiting: list[Document] = []

    def add(self, document: Document) -> None:
        """Take a document whose data does not change any more."""
        self._waiting.append(document)
        if len(self._waiting) > (_BATCH_SIZE if self.is_packing else MAX_UNPACKED):
            self.is_packing = True
            self._pack()

    def close(self) -> None:
        """Pack the last batch."""
        if self.is_packing:
            self._pack()

    def _pack(self) -> None:
        from svclint.engine.acceleration.batch import Batch  # noqa: PLC0415 - pickle

        for start in range(0, len(self._waiting), _BATCH_SIZE):
            documents = self._waiting[start : start + _BATCH_SIZE]
            batch = Batch(documents)
            for number, document in enumerate(documents):
                document.move_to(batch, number)
        self._waiting = []
