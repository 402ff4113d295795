"""The picture for phones: one Service alone, its targets indented below it.

An object that several Services share is drawn for each of them, so that no wires cross.
"""

from __future__ import annotations

from collections.abc import Sequence

from svclint.report.targets.box_rows import (
    Numbers,
    answer_rows,
    link_rows,
    mark_of,
    object_rows,
    port_rows,
    service_rows,
)
from svclint.report.targets.entries import End, Entry, Link
from svclint.report.targets.svg import Box, Picture, Row, Wire, rows_of

_WIDTH, _STEP, _GAP = 344, 20, 8


class _Stack:
    """Boxes in one column; wires run down on their left."""

    def __init__(self) -> None:
        self.y = 0
        self.boxes: list[Box] = []
        self.wires: list[Wire] = []

    def add(self, step: int, rows: Sequence[Row], css_class: str) -> Box:
        """Add a box at the bottom."""
        box = Box(step * _STEP, self.y, _WIDTH - step * _STEP, tuple(rows), css_class)
        self.boxes.append(box)
        self.y += box.height + _GAP
        return box

    def connect(self, upper: Box, lower: Box, *, is_broken: bool) -> None:
        """Draw a wire from the bottom of a box to the left side of a lower one."""
        # Broken wires keep apart from the others next to them.
        x = upper.x + (13 if is_broken else 7)
        y = lower.row_y(0)
        path = f"M{x} {upper.y + upper.height}V{y}H{lower.x}"
        self.wires.append(Wire(path, lower.x, y, is_broken))


def narrow_picture(entry: Entry, numbers: Numbers) -> Picture:
    """Return the layout of one Service: callers above it, targets below it."""
    stack = _Stack()
    callers = [
        (stack.add(0, _link_rows(link, numbers), "caller"), bool(link.fault))
        for link in entry.links
    ]
    is_broken = bool(entry.fault) or entry.is_missing
    rows = service_rows(entry, _WIDTH - _STEP, numbers)
    service = stack.add(1, rows, "service missing" if is_broken else "service")
    for box, is_cut in callers:
        stack.connect(box, service, is_broken=is_cut)
    for port in entry.ports:
        lines = port_rows(port, _WIDTH - 2 * _STEP, numbers)
        port_box = stack.add(2, lines, "port missing" if port.fault else "port")
        stack.connect(service, port_box, is_broken=False)
        for end in port.ends:
            box = stack.add(3, _end_rows(end), "end")
            stack.connect(port_box, box, is_broken=bool(end.fault))
    return Picture(_WIDTH, stack.y - _GAP, tuple(stack.boxes), tuple(stack.wires))


def _link_rows(link: Link, numbers: Numbers) -> tuple[Row, ...]:
    rows = object_rows(link.caller, _WIDTH)
    port = rows_of(f"→ {link.port_text}", _WIDTH, "broken" if link.fault else "port")
    marked = rows[0]._replace(mark=mark_of(link.fault, numbers))
    return (marked, *rows[1:], *link_rows(link, _WIDTH), *(port if link.port_text else ()))


def _end_rows(end: End) -> tuple[Row, ...]:
    width = _WIDTH - 3 * _STEP
    return (*object_rows(end.object, width, end.place), *answer_rows(end, width))
