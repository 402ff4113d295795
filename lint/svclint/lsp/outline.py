"""Where a position is in a text that is being typed, read from its indentation alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from svclint.model import Path

_SEPARATOR = re.compile(r"---(?:\s|$)")
_LINE = re.compile(
    r"^ *(?P<items>(?:- +|-$)*)"
    r"(?:(?P<key>[\w./$-]+|\"[^\"]*\"|'[^']*'):(?: |$))?"
)


class Outline(NamedTuple):
    """A position in a document: the path of the mapping or value there.

    ``key`` is that of the value which is typed; empty while a key is typed. ``typed`` is what
    stands before the position, from ``start`` on. ``present`` are the keys of the mapping.
    """

    api_version: str
    kind: str
    path: Path
    key: str
    typed: str
    start: int
    present: frozenset[str]


class _Line(NamedTuple):
    column: int
    key: str
    items: tuple[int, ...]


def outline_at(lines: Sequence[str], line: int, column: int) -> Outline | None:
    """Return where a position is; ``None`` in a comment."""
    first, last = _bounds(lines, line)
    before = lines[line][:column]
    if before.lstrip().startswith("#") or " #" in before:
        return None
    own = _read(before)
    top = {
        found.key: lines[at].partition(":")[2].strip().strip("\"'")
        for at in range(first, last)
        if (found := _read(lines[at])).key in ("apiVersion", "kind") and found.column == 0
    }
    path, inside = _path(lines, first, line, own)
    value = before.partition(":")[2].lstrip() if own.key else ""
    typed = value if own.key else before[own.column :]
    return Outline(
        top.get("apiVersion", ""),
        top.get("kind", ""),
        (*path, own.key) if own.key else path,
        own.key,
        typed,
        column - len(typed),
        _present(lines, inside, line, last, own.column),
    )


def _bounds(lines: Sequence[str], line: int) -> tuple[int, int]:
    """Return the first line of the document around a line, and the one after its last."""
    first = next((at + 1 for at in range(line, -1, -1) if _SEPARATOR.match(lines[at])), 0)
    last = next(
        (at for at in range(line + 1, len(lines)) if _SEPARATOR.match(lines[at])), len(lines)
    )
    return first, last


def _read(text: str) -> _Line:
    match = _LINE.match(text)
    assert match is not None, "the pattern matches every line"
    items = [match.start("items") + at for at, sign in enumerate(match["items"]) if sign == "-"]
    column = match.end("items")
    key = (match["key"] or "").strip("\"'")
    return _Line(column, key, tuple(items))


def _path(lines: Sequence[str], first: int, line: int, own: _Line) -> tuple[Path, int]:
    """Return the path of the mapping that a line is in, and the line on which that begins."""
    path: list[str | int] = []
    column, at, inside = own.column, line, line
    items = list(own.items)
    has_begun = bool(items)
    while True:
        while items and items[-1] < column:
            # The entry of a list begins on this line: how many came before it?
            column = items.pop()
            path.insert(0, _entries_before(lines, first, at, column))
        above = _above(lines, first, at, column)
        if above is None:
            return tuple(path), inside if has_begun else first
        at, found, is_entry = above
        if not has_begun:
            inside, has_begun = at, True
        if is_entry:
            items = [each for each in found.items if each < column]
            continue
        path.insert(0, found.key)
        column, items = found.column, list(found.items)


def _above(
    lines: Sequence[str], first: int, line: int, column: int
) -> tuple[int, _Line, bool] | None:
    """Return the line above that contains a column: a key further left, or the own entry."""
    for at in range(line - 1, first - 1, -1):
        text = lines[at]
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        found = _read(text)
        if found.items and found.column == column and found.items[-1] < column:
            return at, found, True
        is_list_of = lines[line].lstrip().startswith("-") and found.column == column
        if found.key and (found.column < column or (is_list_of and not found.items)):
            return at, found, False
    return None


def _entries_before(lines: Sequence[str], first: int, line: int, column: int) -> int:
    count = 0
    for at in range(line - 1, first - 1, -1):
        text = lines[at]
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        found = _read(text)
        start = len(text) - len(text.lstrip(" "))
        if column in found.items:
            count += 1
        elif start <= column:
            break
    return count


def _present(
    lines: Sequence[str], inside: int, line: int, last: int, column: int
) -> frozenset[str]:
    """Return the keys of the mapping around a line, which begin at a column."""
    found: set[str] = set()
    for at in range(inside, last):
        text = lines[at]
        read = _read(text)
        start = len(text) - len(text.lstrip(" "))
        if at > line and text.strip() and (start < column or (read.items and start < read.column)):
            break
        if at != line and read.key and read.column == column:
            found.add(read.key)
    return frozenset(found)
