"""Ranges of large files that can be read separately: they begin and end between documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from svclint.source.digest import digest_of
from svclint.source.document import Document
from svclint.source.encoding import as_utf8
from svclint.source.files import ReadError, read_file
from svclint.source.loading import documents_of_bytes, documents_of_file
from svclint.source.recognition.templates import may_be_template
from svclint.source.stream import Begin, is_yaml_stream
from svclint.source.stream_pieces import MARK

# kubectl stops at a separator line with text on it; such a file is read as a whole.
_STOP = re.compile(rb"\n---(?:[^\s]|[ \t]+[^#\s])")
# Comments between separators; suppressions among them belong to the document that follows.
_COMMENTS = re.compile(rb"(?:\A|\n---[^\n]*\n)(?:[ \t]*(?:#[^\n]*)?\r?\n)+(?=---)")


class Range(NamedTuple):
    """A whole file, or, if it has an ``end``, a part of it: its first line and its bytes.

    ``digest`` is that of the whole file, or empty if the file has not been read yet.
    """

    file: str
    size: int
    line: int = 1
    start: int = 0
    end: int | None = None
    digest: bytes = b""


def whole_file(file: str) -> Range:
    """Return the range that is a whole file, or standard input."""
    return Range(file, 0)


def ranges_of(file: str, size: int, most: int, most_bytes: int) -> Iterator[Range]:
    """Divide a file into ranges of about ``most`` bytes, if it can be divided.

    A file of more than ``most_bytes`` is not read.
    """
    if size < 2 * most:
        yield Range(file, size)
        return
    raw = read_file(file, most_bytes)
    if isinstance(raw, ReadError) or not _is_divisible(raw):
        yield Range(file, size)
        return
    line, start, digest = 1, 0, digest_of(raw)
    while start < len(raw):
        at = raw.find(b"\n---", start + most)
        end = len(raw) if at < 0 else at + 1
        yield Range(file, end - start, line, start, end, digest)
        following = raw.find(b"\n", end) + 1 if end < len(raw) else 0
        following = following or len(raw)
        line += raw.count(b"\n", start, following)
        start = following


def read_range(part: Range, most_bytes: int) -> bytes | ReadError:
    """Return the bytes of a range; of a whole file, at most ``most_bytes``."""
    if part.end is None:
        return read_file(part.file, most_bytes)
    try:
        with open(part.file, "rb") as stream:
            stream.seek(part.start)
            return stream.read(part.end - part.start)
    except OSError as error:
        return ReadError(part.file, f"cannot be read: {(error.strerror or str(error)).lower()}")


def documents_in(
    part: Range, raw: bytes, kinds: Collection[str], *, is_isolated: bool = False
) -> Iterator[Document]:
    """Yield the documents of a range, whose bytes have been read."""
    if part.end is None:
        return documents_of_file(part.file, raw, kinds, is_isolated=is_isolated)
    begin = Begin(part.line, part.start)
    found = documents_of_bytes(part.file, raw, kinds, begin, is_isolated=is_isolated)
    return (each for each in found if each.problem is None or each.problem.kind != "empty")


def _is_divisible(raw: bytes) -> bool:
    if as_utf8(raw) is not raw or not is_yaml_stream(raw) or may_be_template(raw):
        return False
    if MARK in raw and any(MARK in found[0] for found in _COMMENTS.finditer(raw)):
        return False
    # Without an object, the file would be reported as empty, once for each range.
    return b"\nkind:" in raw and not _STOP.search(b"\n" + raw)
