"""What stands at a position of a text: the object, the path of the value, and its key or value."""

from __future__ import annotations

from typing import NamedTuple

from lsprotocol import types

from svclint.app.workspace.workspace import Workspace
from svclint.engine.results import DocumentResult
from svclint.lsp.documents import Documents
from svclint.model import Path
from svclint.source import Document
from svclint.source.spans import Span, spans


class Cursor(NamedTuple):
    """A position in an object.

    ``path`` leads to the value from the object; ``is_key``: the position is in its key. ``range``
    is that of the key or value.
    """

    file: str
    result: DocumentResult
    path: Path
    is_key: bool
    range: types.Range

    @property
    def document(self) -> Document:
        """The document of the object."""
        return self.result.document

    @property
    def is_value(self) -> bool:
        """Whether the position is in a value that contains no others."""
        return not self.is_key


def cursor_at(
    documents: Documents, workspace: Workspace, file: str, position: types.Position
) -> Cursor | None:
    """Return what stands at a position of a file; ``None`` outside of objects."""
    checked = workspace.files.get(file)
    if checked is None:
        return None
    text = documents.text_of(file)
    line, column = text.place(position)
    for result in checked.results:
        chunk = result.document.chunk
        lines = chunk.text.split("\n")
        inside = line + 1 - chunk.first_line
        if result.document.problem is not None or not 0 <= inside < len(lines):
            continue
        shift = chunk.column if inside == 0 else 0
        offset = sum(len(each) + 1 for each in lines[:inside]) + column - shift
        root = spans(chunk.text)
        found = None if root is None else _span_at(root, offset, ())
        if found is None:
            continue
        path, is_key, span = found
        prefix = result.document.prefix
        if path[: len(prefix)] == prefix:
            place = _range(documents, result.document, span)
            return Cursor(file, result, path[len(prefix) :], is_key, place)
    return None


def _span_at(span: Span, offset: int, path: Path) -> tuple[Path, bool, Span] | None:
    """Return the path of the innermost key or value that contains an offset."""
    for key, value in span.pairs:
        if key.start <= offset <= key.end:
            return (*path, key.name), True, key
        if value.start <= offset <= value.end or key.start <= offset < value.end:
            return _span_at(value, offset, (*path, key.name))
    for index, item in enumerate(span.items):
        if item.start <= offset <= item.end:
            return _span_at(item, offset, (*path, index))
    return (path, False, span) if span.start <= offset <= span.end else None


def range_of(
    documents: Documents, document: Document, path: Path, *, at_key: bool = False
) -> types.Range | None:
    """Return the range of the value at a path, or of its key; ``None`` if it is not written."""
    span = spans(document.chunk.text)
    for number, step in enumerate((*document.prefix, *path)):
        if span is None:
            return None
        is_last = number == len(document.prefix) + len(path) - 1
        span = _step(span, step, at_key=at_key and is_last)
    return None if span is None else _range(documents, document, span)


def location_of(
    documents: Documents, document: Document, path: Path, *, at_key: bool = False
) -> types.Location | None:
    """Return the place of the value at a path, or of its key; ``None`` if it is not written."""
    place = range_of(documents, document, path, at_key=at_key)
    return None if place is None else types.Location(documents.uri_of(document.file), place)


def _step(span: Span, step: str | int, *, at_key: bool) -> Span | None:
    if isinstance(step, int):
        return span.items[step] if step < len(span.items) else None
    # Of a key that is written twice, the last one counts.
    for key, value in reversed(span.pairs):
        if key.name == step:
            return key if at_key else value
    return None


def _range(documents: Documents, document: Document, span: Span) -> types.Range:
    start, end = (_place(document, offset) for offset in (span.start, span.end))
    return documents.text_of(document.file).span(start, end)


def _place(document: Document, offset: int) -> tuple[int, int]:
    """Return line and column in the file, both from 0, of an offset in the text of a document."""
    chunk = document.chunk
    before = chunk.text[:offset]
    line = before.count("\n")
    column = offset - (before.rfind("\n") + 1) + (chunk.column if line == 0 else 0)
    return chunk.first_line - 1 + line, column
