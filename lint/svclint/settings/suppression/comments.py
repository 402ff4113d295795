"""Suppression comments of a YAML text, and the lines that each of them covers.

A ``#`` inside a quoted or block scalar does not begin a comment.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    MappingStartEvent,
    ScalarEvent,
)

from svclint.source.yaml_events import events

# A comment may follow another on its line: `# yamllint disable-line # svclint: ignore[…]`.
_COMMENT = re.compile(r"(?<![^ \t])#+[ \t]*svclint:")
_NEXT_COMMENT = re.compile(r"[ \t]#+(?:[ \t]|svclint:)")
# The line breaks of YAML 1.1.
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_BLOCK_STYLES = ("|", ">")


class Comment(NamedTuple):
    """A suppression comment: its place, the text after ``svclint:``, and the lines it covers.

    Lines and columns count from 0.
    """

    line: int
    column: int
    directive: str
    first: int
    last: int


def comments(text: str) -> Iterator[Comment]:
    """Yield the suppression comments of a text's first document; none if it cannot be parsed.

    A comment at the end of a line covers that line. A comment on a line of its own covers the key
    or item that begins on the next line that is not a comment; before the first key or item, it
    covers the whole document.
    """
    lines = _LINE_BREAK.split(text.rstrip())
    found = [
        (number, column, directive)
        for number, line in enumerate(lines)
        if "svclint:" in line
        for column, directive in _directives(line)
    ]
    outline = _Outline({number for number, _, _ in found})
    try:
        outline.read(text)
    except YAMLError:
        return
    begins = sorted(outline.ends)
    for line, column, directive in found:
        if outline.is_in_scalar(line, column):
            continue
        first, last = _covered_lines(line, lines, begins, outline.ends)
        yield Comment(line, column, directive, first, last)


def _directives(line: str) -> Iterator[tuple[int, str]]:
    """Yield the column of each suppression comment of a line, and the text after its mark."""
    for match in _COMMENT.finditer(line):
        following = _NEXT_COMMENT.search(line, match.end())
        end = following.start() if following else len(line)
        yield match.start(), line[match.end() : end].strip(" \t")


def _covered_lines(
    line: int, lines: Sequence[str], begins: Sequence[int], ends: Mapping[int, int]
) -> tuple[int, int]:
    if not begins or line < begins[0]:
        return 0, len(lines) - 1
    if not lines[line].lstrip().startswith("#"):
        return line, line
    following = bisect_right(begins, line)
    if following == len(begins):
        return line, line
    # From the key or item on: all comments above it cover the same lines.
    return begins[following], ends[begins[following]]


class _Outline:
    """The lines on which the keys and items of a text begin and end."""

    __slots__ = ("ends", "frames", "keys", "lines", "scalars")

    def __init__(self, lines: set[int]) -> None:
        # The lines that may contain comments.
        self.lines = lines
        # The last line of the key or item that begins on a line.
        self.ends: dict[int, int] = {}
        # The scalars on the lines that may contain comments: first character, and the one after
        # the last.
        self.scalars: list[tuple[tuple[int, int], tuple[int, int]]] = []
        # For each open collection: whether it is a mapping, its first line, its last line so far.
        self.frames: list[tuple[bool, int, int]] = []
        # For each open collection, the line of the key whose value comes next.
        self.keys: list[int | None] = []

    def read(self, text: str) -> None:
        """Read a text's first document. Raises ``YAMLError``."""
        for event in events(text):
            if isinstance(event, ScalarEvent):
                self.scalar(event)
            elif isinstance(event, CollectionStartEvent):
                self.open(event)
            elif isinstance(event, CollectionEndEvent):
                _is_mapping, first, last = self.frames.pop()
                self.keys.pop()
                self.add(first, last)
            elif isinstance(event, AliasEvent):
                self.alias(event)
            elif isinstance(event, DocumentEndEvent):
                return

    def is_in_scalar(self, line: int, column: int) -> bool:
        """Return whether a place is inside a scalar."""
        # Scalars follow one another.
        place = line, column
        at = bisect_right(self.scalars, place, key=lambda scalar: scalar[0]) - 1
        return at >= 0 and place < self.scalars[at][1]

    def open(self, event: Any) -> None:
        """Open a mapping or list."""
        line = event.start_mark.line
        self.frames.append((isinstance(event, MappingStartEvent), line, line))
        self.keys.append(None)

    def alias(self, event: Any) -> None:
        """Add a key or a value."""
        self.add(event.start_mark.line, event.start_mark.line)

    def scalar(self, event: Any) -> None:
        """Add a key or a value."""
        start, end = event.start_mark, event.end_mark
        # A block scalar ends where the next line begins.
        last = end.line - 1 if end.line > start.line and end.column == 0 else end.line
        if any(line in self.lines for line in range(start.line, end.line + 1)):
            # A comment may follow the header of a block scalar.
            is_block = event.style in _BLOCK_STYLES
            begin = (start.line + 1, 0) if is_block else (start.line, start.column)
            self.scalars.append((begin, (end.line, end.column)))
        self.add(start.line, last)

    def add(self, first: int, last: int) -> None:
        """Add a key, or a value together with its key."""
        if not self.frames:
            self.ends.setdefault(first, last)
            return
        is_mapping, begin, end = self.frames[-1]
        key = self.keys[-1]
        if is_mapping and key is None:
            self.keys[-1] = first
            return
        if key is not None:
            first, self.keys[-1] = key, None
        self.ends[first] = max(last, self.ends.get(first, 0))
        self.frames[-1] = is_mapping, begin, max(end, last)
