"""The parts of a picture, and how they are written as SVG; all sizes are pixels."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from svclint.report.safe import safe

ROW, PADDING = 18, 8
# One character of the font that page.css gives to the pictures: fixed in width, 12 pixels high.
_CHARACTER = 7.3
_MOST_ROWS = 6


class Row(NamedTuple):
    """A line of text in a box; ``look`` is its class, ``mark`` the sign and number of a reason."""

    words: str
    look: str = ""
    mark: str = ""


class Box(NamedTuple):
    """A box at a place; its rows stand one below another."""

    x: int
    y: int
    width: int
    rows: tuple[Row, ...]
    look: str

    @property
    def height(self) -> int:
        """Give how high its rows make it."""
        return len(self.rows) * ROW + 2 * PADDING

    def row_y(self, at: int) -> int:
        """Give the height of the middle of a row."""
        return self.y + PADDING + at * ROW + ROW // 2


class Wire(NamedTuple):
    """A line from one place to another; ``path`` is what SVG calls it, and it ends at (x, y)."""

    path: str
    x: int
    y: int
    is_broken: bool
    mark: tuple[int, int, str] | None = None


class Picture(NamedTuple):
    """Boxes and wires, and how much room they take."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]


def rows_of(words: str, width: int, look: str) -> tuple[Row, ...]:
    """Break a text into rows that fit a box; the longest texts end with an ellipsis."""
    room = int((width - 2 * PADDING) / _CHARACTER)
    lines = list(_broken(safe(words), room))
    if len(lines) > _MOST_ROWS:
        lines = [*lines[: _MOST_ROWS - 1], f"{lines[_MOST_ROWS - 1][: room - 1]}…"]
    return tuple(Row(line, look) for line in lines)


def _broken(words: str, room: int) -> Iterator[str]:
    """Break a text after a space or the like, or anywhere where there is none late enough."""
    while True:
        end = _end(words, room)
        if end == len(words):
            yield words
            return
        late = [at for at in range(end // 2, end) if words[at] in " .-/,;"]
        end = late[-1] + 1 if late else end
        yield words[:end]
        words = words[end:]


def _end(words: str, room: int) -> int:
    """Say how many characters fit: those of some scripts are two wide."""
    taken = 0
    for at, character in enumerate(words):
        taken += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if taken > room:
            return at
    return len(words)


def svg(picture: Picture, label: str) -> str:
    """Write a picture as SVG; broken wires come last, above the others."""
    wires = sorted(picture.wires, key=lambda wire: wire.is_broken)
    size = f'viewBox="0 0 {picture.width} {picture.height}" width="{picture.width}"'
    parts = [*map(_wire, wires), *map(_box, picture.boxes), *map(_wire_mark, wires)]
    inside = "\n".join(filter(None, parts))
    return f'<svg {size} role="img" aria-label="{_text(label)}">\n{inside}\n</svg>\n'


def _box(box: Box) -> str:
    frame = f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="6"/>'
    rows = (_row(box, at, row) for at, row in enumerate(box.rows))
    return f'<g class="{box.look}">{frame}{"".join(rows)}</g>'


def _row(box: Box, at: int, row: Row) -> str:
    y = box.row_y(at) + 4
    look = f' class="{row.look}"' if row.look else ""
    found = f'<text x="{box.x + PADDING}" y="{y}"{look}>{_text(row.words)}</text>'
    if row.mark:
        found += f'<text x="{box.x + box.width - PADDING}" y="{y}" class="mark">{row.mark}</text>'
    return found


def _wire(wire: Wire) -> str:
    look = "wire broken" if wire.is_broken else "wire"
    return (
        f'<path class="{look}" d="{wire.path}"/>'
        f'<path class="{look} head" d="M{wire.x} {wire.y}l-7 -4v8z"/>'
    )


def _wire_mark(wire: Wire) -> str:
    if wire.mark is None:
        return ""
    x, y, mark = wire.mark
    return f'<text x="{x}" y="{y}" class="mark wired">{mark}</text>'


def _text(words: str) -> str:
    return escape(safe(words))


def bottom(boxes: Sequence[Box]) -> int:
    """Give where the lowest of some boxes ends."""
    return max((box.y + box.height for box in boxes), default=0)
