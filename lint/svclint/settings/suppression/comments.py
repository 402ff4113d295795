"""Comments of a YAML text that speak to svclint, and the lines that each of them covers.

Only what YAML takes for a comment counts: a ``#`` in a quoted or block scalar is a part of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from svclint.source.libyaml import Handler, YAMLError, of_first_document, parse

# One may follow another on a line: `# yamllint disable-line # svclint: ignore[…]`.
_COMMENT = re.compile(
    r"(?<![^ \t])#+[ \t]*svclint:[ \t]*(.*?)[ \t]*(?=[ \t]#+[ \t]|[ \t]#+svclint:|$)"
)
# Where libyaml ends a line.
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_BLOCK_STYLES = ("|", ">")


class Comment(NamedTuple):
    """A comment: its place (from 0), what follows ``svclint:``, and its lines (from 0)."""

    line: int
    column: int
    words: str
    first: int
    last: int


def comments(text: str) -> Iterator[Comment]:
    """Give the comments of a text's first document; none where it cannot be parsed.

    One behind something covers its line. One that stands alone covers what begins on the next
    line that is no comment, to its end, and one before the first such line the whole document.
    """
    lines = _BREAK.split(text.rstrip())
    found = [
        (number, match.start(), match[1])
        for number, line in enumerate(lines)
        if "svclint:" in line
        for match in _COMMENT.finditer(line)
    ]
    outline = _Outline({number for number, _, _ in found})
    try:
        parse(text, outline.handlers())
    except YAMLError:
        return
    begins = sorted(outline.ends)
    for line, column, words in found:
        if outline.is_in_scalar(line, column):
            continue
        first, last = _reach(line, lines, begins, outline.ends)
        yield Comment(line, column, words, first, last)


def _reach(
    line: int, lines: Sequence[str], begins: Sequence[int], ends: Mapping[int, int]
) -> tuple[int, int]:
    if not begins or line < begins[0]:
        return 0, len(lines) - 1
    if not lines[line].lstrip().startswith("#"):
        return line, line
    following = bisect_right(begins, line)
    return line, ends[begins[following]] if following < len(begins) else line


class _Outline:
    """On which lines the values of a text begin and end; its methods take libyaml's events."""

    __slots__ = ("due", "ends", "frames", "lines", "scalars")

    def __init__(self, lines: set[int]) -> None:
        self.lines = lines
        # The last line of what begins on a line; keys and items are what begins.
        self.ends: dict[int, int] = {}
        # Scalars on the lines that matter, from the first to behind the last character.
        self.scalars: list[tuple[tuple[int, int], tuple[int, int]]] = []
        # Of each open collection: whether it is a mapping, the line of its begin, its last line.
        self.frames: list[tuple[bool, int, int]] = []
        # For each open mapping, the line of the key whose value comes next.
        self.due: list[int | None] = []

    def handlers(self) -> dict[str, Handler]:
        """Give the method for each class of event."""
        return of_first_document(
            mapping_start=self.mapping_start,
            sequence_start=self.sequence_start,
            end=self.end,
            scalar=self.scalar,
            alias=self.alias,
        )

    def is_in_scalar(self, line: int, column: int) -> bool:
        """Whether a place is inside a scalar."""
        return any(start <= (line, column) < end for start, end in self.scalars)

    def mapping_start(self, _anchor: Any, _tag: Any, _implicit: Any, start: Any, *_: Any) -> bool:
        """Open a mapping."""
        self.frames.append((True, start.line, start.line))
        self.due.append(None)
        return True

    def sequence_start(self, _anchor: Any, _tag: Any, _implicit: Any, start: Any, *_: Any) -> bool:
        """Open a list."""
        self.frames.append((False, start.line, start.line))
        self.due.append(None)
        return True

    def end(self, *_: Any) -> bool:
        """Close a mapping or list, which is a value of what holds it."""
        _is_mapping, first, last = self.frames.pop()
        self.due.pop()
        return self.take(first, last)

    def scalar(
        self, _anchor: Any, _tag: Any, _plain: Any, _text: str, start: Any, end: Any, style: str
    ) -> bool:
        """Take a key or a value."""
        # A block scalar ends where the next line begins.
        last = end.line - 1 if end.line > start.line and end.column == 0 else end.line
        if any(line in self.lines for line in range(start.line, end.line + 1)):
            # A comment may stand behind the header of a block scalar.
            is_block = style in _BLOCK_STYLES
            begin = (start.line + 1, 0) if is_block else (start.line, start.column)
            self.scalars.append((begin, (end.line, end.column)))
        return self.take(start.line, last)

    def alias(self, _name: str, start: Any, _end: Any) -> bool:
        """Take a key or a value that stands elsewhere."""
        return self.take(start.line, start.line)

    def take(self, first: int, last: int) -> bool:
        """Take a key, or a value with the key before it."""
        if not self.frames:
            self.ends.setdefault(first, last)
            return True
        is_mapping, begun, end = self.frames[-1]
        if is_mapping and self.due[-1] is None:
            self.due[-1] = first
            return True
        due = self.due[-1]
        if due is not None:
            first, self.due[-1] = due, None
        self.ends[first] = max(last, self.ends.get(first, 0))
        self.frames[-1] = is_mapping, begun, max(end, last)
        return True
