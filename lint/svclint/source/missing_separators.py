"""Missing separators: several objects in one document, where the lines of ``---`` were forgotten.

``kubectl`` reads such objects as one mapping with duplicate keys, and keeps the last values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from svclint.source.document import Chunk, Document
from svclint.source.parse_result import DuplicateKey

if TYPE_CHECKING:
    from svclint.source.spans import Span

# Return the objects of a text: file, bytes, first line, range of bytes in the file.
Read = Callable[[str, bytes, int, tuple[int, int] | None], Sequence[Document]]
# What no object writes twice, and every object begins with.
_IDENTITY = ("apiVersion", "kind")
_COMMENT = re.compile(r"(?:^|\s)#")


def separated_objects(
    chunk: Chunk, raw: bytes, duplicate_keys: Iterable[DuplicateKey], read: Read
) -> list[Document]:
    """Return the objects of a document, each read alone; none if it contains only one.

    ``raw`` is the document as bytes.
    """
    if not {(name,) for name in _IDENTITY} <= {key.path for key in duplicate_keys}:
        return []
    first_lines = (0, *missing_separators(chunk.text))
    if len(first_lines) < 2:
        return []
    ends = (*first_lines[1:], raw.count(b"\n") + 1)
    found = read_pieces(chunk, raw, list(zip(first_lines, ends, strict=True)), read)
    lines = chunk.text.split("\n")
    above = {chunk.first_line + line: lines[line - 1].rstrip() for line in first_lines[1:]}
    for each in found:
        line_above = above.pop(each.chunk.first_line, None)
        if line_above is not None:
            each.is_separator_missing = True
            each.is_separator_glued = line_above.endswith("---") and not _COMMENT.search(line_above)
    # An alias may refer to another of the objects: they cannot be read one by one then.
    return [] if any(each.problem is not None for each in found) else found


def read_pieces(
    chunk: Chunk, raw: bytes, ranges: Iterable[tuple[int, int]], read: Read
) -> list[Document]:
    """Return the objects in some ranges of lines of a document; each range is read alone."""
    found: list[Document] = []
    offsets = [0]
    for line in raw.split(b"\n"):
        offsets.append(offsets[-1] + len(line) + 1)
    for first, last in ranges:
        start, end = offsets[first], min(offsets[last], len(raw))
        span = chunk.span and (chunk.span[0] + start, chunk.span[0] + end)
        found += read(chunk.file, raw[start:end], chunk.first_line + first, span)
    return found


def missing_separators(text: str) -> list[int]:
    """Return before which lines of a document, from 0, a line of ``---`` is missing.

    An object begins where ``apiVersion`` or ``kind`` occurs again. Comments right above it belong
    to it. Nothing is missing where one of the objects would consist of these two fields alone.
    """
    # PyYAML loads slowly, and hardly any document needs it here.
    from svclint.source.spans import spans  # noqa: PLC0415

    root = spans(text)
    if root is None or root.kind != "map" or root.is_flow:
        return []
    objects = _objects(root)
    if any({key.name for key in keys} <= set(_IDENTITY) for keys in objects):
        return []
    lines = text.split("\n")
    numbers = [text.count("\n", 0, keys[0].start) for keys in objects[1:]]
    return [_with_comments(lines, number) for number in numbers]


def _objects(root: Span) -> list[list[Span]]:
    """Return the keys of each object."""
    found: list[list[Span]] = [[]]
    for key, _ in root.pairs:
        if key.name in _IDENTITY and any(key.name == other.name for other in found[-1]):
            found.append([])
        found[-1].append(key)
    return found


def _with_comments(lines: list[str], number: int) -> int:
    while number and lines[number - 1].startswith("#"):
        number -= 1
    return number
