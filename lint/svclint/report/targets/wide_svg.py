"""The picture for wide screens: callers, Services with ports, and targets in three columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from svclint.report.targets.box_rows import (
    Numbers,
    answer_rows,
    link_rows,
    mark_of,
    object_rows,
    port_rows,
    service_rows,
)
from svclint.report.targets.entries import End, Entry, Link, ObjectRef
from svclint.report.targets.svg import Box, Picture, Row, Wire, bottom

_CALLERS, _SERVICES, _ENDS = (0, 230), (310, 300), (700, 250)
_GAP = 16
# Length of a wire without a target.
_STUB = 60


class _Service(NamedTuple):
    """The box of a Service, and the y coordinate of each of its ports."""

    box: Box
    ports: list[int]


def wide_picture(entries: Sequence[Entry], numbers: Numbers) -> Picture:
    """Return the layout of some Services with their callers and targets."""
    services = _services(entries, numbers)
    callers, starts = _callers(entries, services)
    ends, anchors = _ends(entries, services)
    boxes = (*callers.values(), *(each.box for each in services), *ends.values())
    wires = (
        *_wires_in(entries, services, starts, numbers),
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


def _port_y(service: _Service, port: int | None) -> int:
    """Return the y coordinate of a port, or of the name of the Service without one."""
    return service.box.row_y(1) if port is None else service.ports[port]


def _callers(
    entries: Sequence[Entry], services: Sequence[_Service]
) -> tuple[dict[ObjectRef, Box], dict[Link, int]]:
    """Return the boxes of the callers, and the y coordinate of each reference in them."""
    wanted: dict[ObjectRef, list[int]] = defaultdict(list)
    rows: dict[ObjectRef, list[Row]] = {}
    places: dict[Link, int] = {}
    width = _CALLERS[1]
    for entry, service in zip(entries, services, strict=True):
        for link in entry.links:
            wanted[link.caller].append(_port_y(service, link.port))
            lines = rows.setdefault(link.caller, list(object_rows(link.caller, width)))
            if link not in places:
                own = link_rows(link, width)
                places[link] = len(lines) if own else 1
                lines += own
    boxes = _column(_CALLERS, wanted, {ref: tuple(lines) for ref, lines in rows.items()}, "caller")
    return boxes, {link: boxes[link.caller].row_y(at) for link, at in places.items()}


def _ends(
    entries: Sequence[Entry], services: Sequence[_Service]
) -> tuple[dict[ObjectRef, Box], dict[End, int]]:
    """Return the boxes of the targets, and the y coordinate of each port number in them."""
    wanted: dict[ObjectRef, list[int]] = defaultdict(list)
    rows: dict[ObjectRef, list[Row]] = {}
    places: dict[End, int] = {}
    for entry, service in zip(entries, services, strict=True):
        for port, y in zip(entry.ports, service.ports, strict=True):
            for end in port.ends:
                wanted[end.object].append(y)
                own = object_rows(end.object, _ENDS[1], end.place)
                lines = rows.setdefault(end.object, list(own))
                if end not in places:
                    places[end] = _place(end, lines)
    boxes = _column(_ENDS, wanted, {ref: tuple(lines) for ref, lines in rows.items()}, "end")
    return boxes, {end: boxes[end.object].row_y(at) for end, at in places.items()}


def _place(end: End, lines: list[Row]) -> int:
    """Add the port number of a target to its rows; return the index of the first new row."""
    if end.number is None and not end.fault:
        return 1
    start = len(lines)
    lines += answer_rows(end, _ENDS[1])
    return start


def _column(
    place: tuple[int, int],
    wanted: Mapping[ObjectRef, Sequence[int]],
    rows: Mapping[ObjectRef, tuple[Row, ...]],
    css_class: str,
) -> dict[ObjectRef, Box]:
    """Stack boxes, each as close to the middle of its connections as the others allow."""
    (x, width), y = place, 0
    found: dict[ObjectRef, Box] = {}
    middle = {ref: sum(heights) // len(heights) for ref, heights in wanted.items()}
    for ref in sorted(middle, key=lambda each: middle[each]):
        box = Box(x, 0, width, rows[ref], css_class)
        y = max(y, middle[ref] - box.height // 2)
        found[ref] = box._replace(y=y)
        y += box.height + _GAP
    return found


def _wires_in(
    entries: Sequence[Entry],
    services: Sequence[_Service],
    starts: Mapping[Link, int],
    numbers: Numbers,
) -> list[Wire]:
    return [
        _wire(
            (sum(_CALLERS), starts[link]),
            (_SERVICES[0], _port_y(service, link.port)),
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
    # In the middle, where wires with a common end are apart.
    at = (middle, (y + to_y) // 2 + 4, mark) if mark else None
    return Wire(path, to_x, to_y, is_broken, at)
