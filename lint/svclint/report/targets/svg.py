"""Boxes and wires, written as SVG; all sizes are in pixels."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from svclint.report.safe import safe

ROW, PADDING = 18, 8
# Width of a character in the font of the pictures (page.css): monospaced, 12 pixels.
_CHARACTER = 7.3
_MAX_ROWS = 6


class Row(NamedTuple):
    """A line of text in a box, with its CSS class and the mark of a reason."""

    text: str
    css_class: str = ""
    mark: str = ""


class Box(NamedTuple):
    """A box with its text rows."""

    x: int
    y: int
    width: int
    rows: tuple[Row, ...]
    css_class: str

    @property
    def height(self) -> int:
        """The height of all rows and the padding."""
        return len(self.rows) * ROW + 2 * PADDING

    def row_y(self, at: int) -> int:
        """Return the y coordinate of the middle of a row."""
        return self.y + PADDING + at * ROW + ROW // 2


class Wire(NamedTuple):
    """A line between two boxes: its SVG path, and its end (x, y) with the arrow head."""

    path: str
    x: int
    y: int
    is_broken: bool
    mark: tuple[int, int, str] | None = None


class Picture(NamedTuple):
    """Boxes and wires, and the size of the whole."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]


def rows_of(text: str, width: int, css_class: str) -> tuple[Row, ...]:
    """Split a text into rows that fit into a box; a very long text ends with an ellipsis."""
    room = int((width - 2 * PADDING) / _CHARACTER)
    lines = list(_wrapped(safe(text), room))
    if len(lines) > _MAX_ROWS:
        lines = [*lines[: _MAX_ROWS - 1], f"{lines[_MAX_ROWS - 1][: room - 1]}…"]
    return tuple(Row(line, css_class) for line in lines)


def _wrapped(text: str, room: int) -> Iterator[str]:
    """Split a text after a space or punctuation in the second half of a line, or anywhere."""
    while True:
        end = _fitting(text, room)
        if end == len(text):
            yield text
            return
        breaks = [at for at in range(end // 2, end) if text[at] in " .-/,;"]
        end = breaks[-1] + 1 if breaks else end
        yield text[:end]
        text = text[end:]


def _fitting(text: str, room: int) -> int:
    """Return how many characters fit: those of some scripts take the width of two."""
    taken = 0
    for at, character in enumerate(text):
        taken += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if taken > room:
            return at
    return len(text)


def svg(picture: Picture, label: str) -> str:
    """Return a picture as SVG; broken wires come last, above the others."""
    wires = sorted(picture.wires, key=lambda wire: wire.is_broken)
    size = f'viewBox="0 0 {picture.width} {picture.height}" width="{picture.width}"'
    parts = [*map(_wire, wires), *map(_box, picture.boxes), *map(_wire_mark, wires)]
    inside = "\n".join(filter(None, parts))
    return f'<svg {size} role="img" aria-label="{_text(label)}">\n{inside}\n</svg>\n'


def _box(box: Box) -> str:
    frame = f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="6"/>'
    rows = (_row(box, at, row) for at, row in enumerate(box.rows))
    return f'<g class="{box.css_class}">{frame}{"".join(rows)}</g>'


def _row(box: Box, at: int, row: Row) -> str:
    y = box.row_y(at) + 4
    css_class = f' class="{row.css_class}"' if row.css_class else ""
    found = f'<text x="{box.x + PADDING}" y="{y}"{css_class}>{_text(row.text)}</text>'
    if row.mark:
        found += f'<text x="{box.x + box.width - PADDING}" y="{y}" class="mark">{row.mark}</text>'
    return found


def _wire(wire: Wire) -> str:
    css_class = "wire broken" if wire.is_broken else "wire"
    return (
        f'<path class="{css_class}" d="{wire.path}"/>'
        f'<path class="{css_class} head" d="M{wire.x} {wire.y}l-7 -4v8z"/>'
    )


def _wire_mark(wire: Wire) -> str:
    if wire.mark is None:
        return ""
    x, y, mark = wire.mark
    return f'<text x="{x}" y="{y}" class="mark wired">{mark}</text>'


def _text(text: str) -> str:
    return escape(safe(text))


def bottom(boxes: Sequence[Box]) -> int:
    """Return the y coordinate of the lower end of the lowest box."""
    return max((box.y + box.height for box in boxes), default=0)
