"""Bytes to Documents, as ``kubectl`` splits and reads a file.

A stream whose first character is ``{`` is JSON, one value after another; any other is split at
lines that begin with ``---``, and each piece is YAML.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from svclint.source.document import Chunk, Document
from svclint.source.fold import FoldError, Problem, fold
from svclint.source.json_text import JsonError, YamlFollows, json_values
from svclint.source.kinds import SERVICE_KINDS
from svclint.source.sniff import may_skip, other_kind

_BOM = b"\xef\xbb\xbf"
_LISTS = ("List", "ServiceList")


def documents(file: str, raw: bytes, kinds: Collection[str] | None = None) -> Iterator[Document]:
    """Read a file's bytes. Pieces whose kind is surely not among ``kinds`` are passed over.

    A text that cannot be read yields a Document with its ``problem`` instead of data; empty pieces
    yield nothing.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        problem = Problem("encoding", "the file is UTF-16; save it as UTF-8", 1, 1)
        yield Document(Chunk(file, "", 1), problem=problem)
        return
    if raw[:4096].lstrip()[:1] == b"{":
        yield from _json(file, raw, kinds)
        return
    yield from _stream(file, raw, 1, kinds)


def is_all_read(raw: bytes, kinds: Collection[str]) -> bool:
    """Whether no piece of a stream, whose ``documents`` are none, is passed over for its kind."""
    return not any(may_skip(piece, kinds) for piece, _, _ in _pieces(raw, 1))


def _stream(file: str, raw: bytes, line: int, kinds: Collection[str] | None) -> Iterator[Document]:
    for piece, first_line, trouble in _pieces(raw, line):
        if trouble is not None:
            yield Document(Chunk(file, "", first_line), problem=trouble)
        elif kinds is None or not may_skip(piece, kinds):
            yield from _yaml(file, piece, first_line, kinds)


def _pieces(raw: bytes, line: int) -> Iterator[tuple[bytes, int, Problem | None]]:
    """Split as kubectl does: a separator line that follows no text belongs to the next piece."""
    start, begin = 0, _separator(raw, 0)
    while begin >= 0:
        end = raw.find(b"\n", begin) + 1 or len(raw)
        rest = raw[begin + 3 : end].strip()
        if rest and not rest.startswith(b"#"):
            shown = rest[:60].decode("utf-8", "replace")
            message = f"text follows the document separator `---`: {shown}"
            yield b"", line + raw.count(b"\n", start, begin), Problem("syntax", message, 1, 4)
            return
        if begin > start:
            yield raw[start:begin], line, None
            line += raw.count(b"\n", start, end)
            start = end
        begin = _separator(raw, end - 1)
    if start < len(raw):
        yield raw[start:], line, None


def _separator(raw: bytes, start: int) -> int:
    """Find where the next line begins with ``---``; -1 when none does."""
    if start == 0 and raw.startswith(b"---"):
        return 0
    at = raw.find(b"\n---", start)
    return at + 1 if at >= 0 else -1


def _yaml(
    file: str, piece: bytes, first_line: int, kinds: Collection[str] | None
) -> Iterator[Document]:
    try:
        text = piece.decode("utf-8")
    except UnicodeDecodeError as error:
        yield Document(Chunk(file, "", first_line), problem=_undecodable(piece, error))
        return
    chunk = Chunk(file, text, first_line)
    try:
        folded = fold(text)
    except FoldError as error:
        problem, other = error.problem, kinds is not None and other_kind(piece, SERVICE_KINDS)
        yield Document(chunk, problem=problem._replace(kind="foreign") if other else problem)
        return
    for document in _objects(chunk, folded.data):
        depth = len(document.prefix)
        document.duplicates = [
            path[depth:] for path in folded.duplicates if path[:depth] == document.prefix
        ]
        document.trailing_line = folded.trailing_line
        yield document


def _json(file: str, raw: bytes, kinds: Collection[str] | None) -> Iterator[Document]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        yield Document(Chunk(file, "", 1), problem=_undecodable(raw, error))
        return
    try:
        for value, piece, first_line, duplicates in json_values(text):
            for document in _objects(Chunk(file, piece, first_line), value):
                document.duplicates = duplicates if not document.prefix else []
                yield document
    except JsonError as error:
        yield Document(Chunk(file, "", 1), problem=error.problem)
    except YamlFollows as follows:
        line = text.count("\n", 0, follows.position) + 1
        yield from _stream(file, text[follows.position :].encode(), line, kinds)


def _objects(chunk: Chunk, data: Any) -> Iterator[Document]:
    """Give the object itself, or the items of a List, as kubectl takes them apart."""
    if data is None:
        return
    if not isinstance(data, dict) or data.get("kind") not in _LISTS:
        yield Document(chunk, data)
        return
    items = data.get("items")
    if data.get("apiVersion") != "v1" or not isinstance(items, list):
        yield Document(chunk, data)
        return
    for index, item in enumerate(items):
        if isinstance(item, dict) and data["kind"] == "ServiceList":
            item = {"apiVersion": "v1", "kind": "Service", **item}  # noqa: PLW2901
        yield Document(chunk, item, ("items", index))
    if not items:
        yield Document(chunk, data)


def _undecodable(piece: bytes, error: UnicodeDecodeError) -> Problem:
    before = piece[: error.start]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    message = f"byte 0x{piece[error.start]:02x} is not UTF-8"
    return Problem("encoding", message, before.count(b"\n") + 1, column)
