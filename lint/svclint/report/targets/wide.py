"""The picture for a wide screen: callers, Services with their ports, and ends in three columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from svclint.report.targets.boxes import (
    Numbers,
    answer_rows,
    mark_of,
    port_rows,
    service_rows,
    thing_rows,
)
from svclint.report.targets.drawing import Box, Picture, Row, Wire, bottom
from svclint.report.targets.graph import End, Entry, Thing

_CALLERS, _SERVICES, _ENDS = (0, 230), (310, 300), (700, 250)
_GAP = 16
# The length of a wire that leads nowhere.
_STUB = 60


class _Service(NamedTuple):
    """The box of a Service, and the height at which wires meet each of its ports."""

    box: Box
    ports: list[int]


def wide(entries: Sequence[Entry], numbers: Numbers) -> Picture:
    """Lay out some Services and all at their ends."""
    services = _services(entries, numbers)
    callers = _callers(entries, services)
    ends, anchors = _ends(entries, services)
    boxes = (*callers.values(), *(each.box for each in services), *ends.values())
    wires = (
        *_wires_in(entries, services, callers, numbers),
        *_wires_out(entries, services, anchors),
    )
    return Picture(sum(_ENDS), bottom(boxes), boxes, wires)


def _services(entries: Sequence[Entry], numbers: Numbers) -> list[_Service]:
    found: list[_Service] = []
    (x, width), y = _SERVICES, 0
    for entry in entries:
        rows = list(service_rows(entry, width, numbers))
        starts: list[int] = []
        for port in entry.ports:
            starts.append(len(rows))
            rows += port_rows(port, width, numbers)
        is_broken = bool(entry.fault) or entry.is_missing
        box = Box(x, y, width, tuple(rows), "service missing" if is_broken else "service")
        found.append(_Service(box, [box.row_y(at) for at in starts]))
        y += box.height + _GAP
    return found


def _meets(service: _Service, port: int | None) -> int:
    """Give the height at which a wire meets a port, or the Service's name where it has none."""
    return service.box.row_y(1) if port is None else service.ports[port]


def _callers(entries: Sequence[Entry], services: Sequence[_Service]) -> dict[Thing, Box]:
    wanted: dict[Thing, list[int]] = defaultdict(list)
    for entry, service in zip(entries, services, strict=True):
        for link in entry.links:
            wanted[link.caller].append(_meets(service, link.port))
    width = _CALLERS[1]
    return _column(_CALLERS, wanted, {each: thing_rows(each, width) for each in wanted}, "caller")


def _ends(
    entries: Sequence[Entry], services: Sequence[_Service]
) -> tuple[dict[Thing, Box], dict[End, int]]:
    """Place the ends, and say at which height each of their numbers is."""
    wanted: dict[Thing, list[int]] = defaultdict(list)
    rows: dict[Thing, list[Row]] = {}
    places: dict[End, int] = {}
    for entry, service in zip(entries, services, strict=True):
        for port, y in zip(entry.ports, service.ports, strict=True):
            for end in port.ends:
                wanted[end.thing].append(y)
                lines = rows.setdefault(end.thing, list(thing_rows(end.thing, _ENDS[1])))
                if end not in places:
                    places[end] = _place(end, lines)
    boxes = _column(_ENDS, wanted, {thing: tuple(lines) for thing, lines in rows.items()}, "end")
    return boxes, {end: boxes[end.thing].row_y(at) for end, at in places.items()}


def _place(end: End, lines: list[Row]) -> int:
    """Add what is said of an end to its rows, and give the first of them."""
    if end.number is None and not end.fault:
        return 1
    start = len(lines)
    lines += answer_rows(end, _ENDS[1])
    return start


def _column(
    place: tuple[int, int],
    wanted: Mapping[Thing, Sequence[int]],
    rows: Mapping[Thing, tuple[Row, ...]],
    look: str,
) -> dict[Thing, Box]:
    """Stack boxes in the order of what they are tied to, each as near to it as the others let."""
    (x, width), y = place, 0
    found: dict[Thing, Box] = {}
    middle = {thing: sum(heights) // len(heights) for thing, heights in wanted.items()}
    for thing in sorted(middle, key=lambda each: middle[each]):
        box = Box(x, 0, width, rows[thing], look)
        y = max(y, middle[thing] - box.height // 2)
        found[thing] = box._replace(y=y)
        y += box.height + _GAP
    return found


def _wires_in(
    entries: Sequence[Entry],
    services: Sequence[_Service],
    callers: Mapping[Thing, Box],
    numbers: Numbers,
) -> list[Wire]:
    return [
        _wire(
            (sum(_CALLERS), callers[link.caller].row_y(1)),
            (_SERVICES[0], _meets(service, link.port)),
            is_broken=bool(link.fault),
            mark=mark_of(link.fault, numbers),
        )
        for entry, service in zip(entries, services, strict=True)
        for link in entry.links
    ]


def _wires_out(
    entries: Sequence[Entry], services: Sequence[_Service], anchors: Mapping[End, int]
) -> list[Wire]:
    found: list[Wire] = []
    start = sum(_SERVICES)
    for entry, service in zip(entries, services, strict=True):
        for port, y in zip(entry.ports, service.ports, strict=True):
            found += (
                _wire((start, y), (_ENDS[0], anchors[end]), is_broken=bool(end.fault))
                for end in port.ends
            )
            if port.fault and not port.ends:
                found.append(_wire((start, y), (start + _STUB, y), is_broken=True))
    return found


def _wire(start: tuple[int, int], end: tuple[int, int], *, is_broken: bool, mark: str = "") -> Wire:
    (x, y), (to_x, to_y) = start, end
    middle = (x + to_x) // 2
    path = f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"
    # Half way, where wires are apart that meet at either end.
    at = (middle, (y + to_y) // 2 + 4, mark) if mark else None
    return Wire(path, to_x, to_y, is_broken, at)
