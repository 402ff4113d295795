"""Objects and patches that are written as text inside of a kustomization."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svclint.render.kustomize.traced import Node, Place, UntraceableError, traced
from svclint.source import Document
from svclint.source.stream import Begin, documents, is_yaml_stream


def inline_nodes(written: Node, setting: str, through: tuple[Place, ...]) -> list[Node]:
    """Return the documents of a text in a kustomization. Raises ``UntraceableError``.

    Where the text is a literal block, their lines and columns are those of the file. Otherwise
    the place of each value is that of the text.
    """
    text = str(written.value)
    lines = _lines_in_file(written, text)
    if lines is None:
        place = written.place._replace(setting=setting, through=through)
        return [_at_one_place(data, place) for data in _data_of(text)]
    file, line = written.place.document.chunk.file, written.place.location().line + 1
    found: list[Node] = []
    for piece in _pieces(lines):
        begin = Begin(line, None)
        pieces = documents(file, "\n".join(piece).encode(), begin=begin)
        found += [traced(_sound(document), (), setting, through) for document in pieces]
        line += len(piece) + 1
    return found


def _lines_in_file(written: Node, text: str) -> list[str] | None:
    """Return the lines of a literal block as the file contains them; ``None`` if it is none.

    A line with parameters of an ApplicationSet, or variables of Flux, has their values instead.
    """
    if not is_yaml_stream(text.encode()):
        return None
    first = written.place.location().line
    chunk, lines = written.place.document.chunk, text.rstrip("\n").split("\n")
    found = [chunk.line(first + number) for number in range(1, len(lines) + 1)]
    pairs = list(zip(lines, found, strict=True))
    if not all(ours.strip() == theirs.strip() or _is_filled(theirs) for ours, theirs in pairs):
        return None
    shift = " " * next((_indentation(b) - _indentation(a) for a, b in pairs if a.strip()), 0)
    return [shift + line for line in lines]


def _is_filled(line: str) -> bool:
    return "{{" in line or "${" in line


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _pieces(lines: list[str]) -> Iterator[list[str]]:
    """Split lines at separators of documents, which are indented with the block."""
    piece: list[str] = []
    for line in lines:
        if line.strip() == "---":
            yield piece
            piece = []
        else:
            piece.append(line)
    yield piece


def _data_of(text: str) -> Iterator[Any]:
    for document in documents("", text.encode()):
        yield _sound(document).data


def _sound(document: Document) -> Document:
    if document.problem is not None:
        raise UntraceableError
    return document


def _at_one_place(data: Any, place: Place) -> Node:
    if isinstance(data, dict):
        return Node({key: _at_one_place(item, place) for key, item in data.items()}, place)
    if isinstance(data, list):
        return Node([_at_one_place(item, place) for item in data], place)
    return Node(data, place)
