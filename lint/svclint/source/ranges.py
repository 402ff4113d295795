"""Parts of large files that can be read by themselves: they begin and end between documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from svclint.source.document import Document
from svclint.source.files import ReadError, read_file
from svclint.source.load import has_template_marks, load_file, read
from svclint.source.stream import MARK, Begin, is_yaml_stream

# kubectl stops at a separator with text behind it; such a file is read as a whole.
_STOP = re.compile(rb"\n---(?:[^\s]|[ \t]+[^#\s])")
# Comments between separators; those that speak to svclint belong to the document that follows.
_COMMENTS = re.compile(rb"(?:\A|\n---[^\n]*\n)(?:[ \t]*(?:#[^\n]*)?\r?\n)+(?=---)")


class Range(NamedTuple):
    """A whole file, or with an ``end`` a part of it: its first line, and where its bytes are."""

    file: str
    size: int
    line: int = 1
    start: int = 0
    end: int | None = None


def whole_file(file: str) -> Range:
    """Give the range that is all of a file, or standard input."""
    return Range(file, 0)


def ranges_of(file: str, size: int, most: int) -> Iterator[Range]:
    """Divide a file into ranges of about ``most`` bytes, where it can be divided."""
    if size < 2 * most:
        yield Range(file, size)
        return
    raw = read_file(file)
    if isinstance(raw, ReadError) or not _is_divisible(raw):
        yield Range(file, size)
        return
    line, start = 1, 0
    while start < len(raw):
        at = raw.find(b"\n---", start + most)
        end = len(raw) if at < 0 else at + 1
        yield Range(file, end - start, line, start, end)
        following = raw.find(b"\n", end) + 1 if end < len(raw) else 0
        following = following or len(raw)
        line += raw.count(b"\n", start, following)
        start = following


def read_range(part: Range, kinds: Collection[str]) -> Iterator[Document | ReadError]:
    """Read a whole file, or a part of it."""
    if part.end is None:
        yield from load_file(part.file, kinds)
        return
    try:
        with open(part.file, "rb") as stream:
            stream.seek(part.start)
            raw = stream.read(part.end - part.start)
    except OSError as error:
        yield ReadError(part.file, f"cannot be read: {(error.strerror or str(error)).lower()}")
        return
    for document in read(part.file, raw, kinds, Begin(part.line, part.start)):
        if document.problem is None or document.problem.kind != "empty":
            yield document


def _is_divisible(raw: bytes) -> bool:
    if not is_yaml_stream(raw) or has_template_marks(raw):
        return False
    if MARK in raw and any(MARK in found[0] for found in _COMMENTS.finditer(raw)):
        return False
    # Somewhere there must be an object, lest each part be called empty, or none.
    return b"\nkind:" in raw and not _STOP.search(b"\n" + raw)
