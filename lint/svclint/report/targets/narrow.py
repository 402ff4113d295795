"""The picture for a phone: a Service by itself, what it reaches indented below it.

What several Services share is drawn for each of them, so no line has to cross another.
"""

from __future__ import annotations

from collections.abc import Sequence

from svclint.report.targets.boxes import (
    Numbers,
    answer_rows,
    mark_of,
    port_rows,
    service_rows,
    thing_rows,
)
from svclint.report.targets.drawing import Box, Picture, Row, Wire, rows_of
from svclint.report.targets.graph import End, Entry, Link

_WIDTH, _STEP, _GAP = 344, 20, 8


class _Stack:
    """Boxes one below another; wires go down at their left."""

    def __init__(self) -> None:
        self.y = 0
        self.boxes: list[Box] = []
        self.wires: list[Wire] = []

    def add(self, step: int, rows: Sequence[Row], look: str) -> Box:
        """Put a box at the lower end."""
        box = Box(step * _STEP, self.y, _WIDTH - step * _STEP, tuple(rows), look)
        self.boxes.append(box)
        self.y += box.height + _GAP
        return box

    def tie(self, upper: Box, lower: Box, *, is_broken: bool) -> None:
        """Draw a wire from below a box to the left of a later one."""
        # Broken ones keep apart from the others that go down beside them.
        x = upper.x + (13 if is_broken else 7)
        y = lower.row_y(0)
        path = f"M{x} {upper.y + upper.height}V{y}H{lower.x}"
        self.wires.append(Wire(path, lower.x, y, is_broken))


def narrow(entry: Entry, numbers: Numbers) -> Picture:
    """Lay out one Service: who reaches it above, what it reaches below."""
    stack = _Stack()
    callers = [
        (stack.add(0, _link_rows(link, numbers), "caller"), bool(link.fault))
        for link in entry.links
    ]
    is_broken = bool(entry.fault) or entry.is_missing
    rows = service_rows(entry, _WIDTH - _STEP, numbers)
    service = stack.add(1, rows, "service missing" if is_broken else "service")
    for box, is_cut in callers:
        stack.tie(box, service, is_broken=is_cut)
    for port in entry.ports:
        lines = port_rows(port, _WIDTH - 2 * _STEP, numbers)
        port_box = stack.add(2, lines, "port missing" if port.fault else "port")
        stack.tie(service, port_box, is_broken=False)
        for end in port.ends:
            box = stack.add(3, _end_rows(end), "end")
            stack.tie(port_box, box, is_broken=bool(end.fault))
    return Picture(_WIDTH, stack.y - _GAP, tuple(stack.boxes), tuple(stack.wires))


def _link_rows(link: Link, numbers: Numbers) -> tuple[Row, ...]:
    rows = thing_rows(link.caller, _WIDTH)
    said = rows_of(f"→ {link.said}", _WIDTH, "broken" if link.fault else "port")
    marked = rows[0]._replace(mark=mark_of(link.fault, numbers))
    return (marked, *rows[1:], *(said if link.said else ()))


def _end_rows(end: End) -> tuple[Row, ...]:
    width = _WIDTH - 3 * _STEP
    return (*thing_rows(end.thing, width), *answer_rows(end, width))
