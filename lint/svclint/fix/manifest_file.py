"""The objects of a file with what fixes need: their text, their positions, their content."""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import Any

from svclint.fix.errors import UnfixableError
from svclint.model import Fix, Path
from svclint.source.document import Document
from svclint.source.spans import Span, spans
from svclint.source.stream import documents

_BOM = "\ufeff"


class ManifestFile:
    """The objects of a file, identified as in a fix: by the line of their chunk and their path."""

    def __init__(self, file: str, raw: bytes) -> None:
        self.file = file
        # Bytes that are not UTF-8 in one document do not prevent fixes in another.
        self.text = raw.decode("utf-8", "surrogateescape")
        self.documents: list[Document] = list(documents(file, raw))
        self._roots: dict[int, Span | None] = {}
        self._numbers: dict[tuple[int, Path], list[int]] = {}
        for number, document in enumerate(self.documents):
            key = document.chunk.first_line, document.prefix
            self._numbers.setdefault(key, []).append(number)
        self._lines = [0]
        while (end := self.text.find("\n", self._lines[-1])) >= 0:
            self._lines.append(end + 1)

    def number(self, fix: Fix) -> int:
        """Return the index of the object of a fix. Raises ``UnfixableError``."""
        found = self._numbers.get((fix.line, fix.prefix), ())
        if len(found) != 1 or self.documents[found[0]].problem is not None:
            raise UnfixableError("its object cannot be distinguished from others")
        return found[0]

    def offset(self, document: Document) -> int:
        """Return the offset of the chunk of a document."""
        return self._lines[document.chunk.first_line - 1] + document.chunk.column

    def root(self, document: Document) -> Span:
        """Return the positions of the values in a document. Raises ``UnfixableError``."""
        line = document.chunk.first_line
        if line not in self._roots:
            self._roots[line] = spans(document.chunk.text)
        root = self._roots[line]
        if root is None:
            raise UnfixableError("its text cannot be parsed for editing")
        return root

    def line(self, number: int) -> str:
        """Return a line without its end, as in the excerpt of a finding."""
        start, end = self._lines[number - 1], self.text.find("\n", self._lines[number - 1])
        return self.text[start : end if end >= 0 else None]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset; a byte order mark has no column."""
        line = bisect_right(self._lines, offset)
        column = offset - self._lines[line - 1] + 1
        return line, max(1, column - (line == 1 and self.text.startswith(_BOM)))

    def contents(self) -> list[str]:
        """Return the content of each object, to compare with another version of the file."""
        return [content(each.data) if each.problem is None else "" for each in self.documents]


def content(data: Any) -> str:
    """Return data as canonical JSON."""
    return json.dumps(data, sort_keys=True)
