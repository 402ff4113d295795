"""The text rows in the boxes of an SVG: for callers, Services, ports and targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from svclint.report.targets.entries import End, Entry, Link, ObjectRef, Port
from svclint.report.targets.faults import Fault
from svclint.report.targets.svg import Row, rows_of
from svclint.report.targets.tree import short_list

# The number of each reason in the list below the picture.
Numbers = Mapping[Fault, int]
# Width of the mark at the right of a box.
_MARK = 36


def fault_numbers(entries: Iterable[Entry]) -> dict[Fault, int]:
    """Return the number of each reason in some Services; equal reasons share a number."""
    found: dict[Fault, int] = {}
    for entry in entries:
        faults = [entry.fault, *(link.fault for link in entry.links)]
        for fault in (*faults, *(port.fault for port in entry.ports)):
            if fault:
                found.setdefault(fault, len(found) + 1)
    return found


def object_rows(ref: ObjectRef, width: int, place: str = "") -> tuple[Row, ...]:
    """Return the rows of a caller or target: kind, namespace and name, and where it is."""
    above = f"{ref.kind} · {ref.namespace}"
    rows = (*rows_of(above, width, "kind"), *rows_of(ref.name, width, "name"))
    return (*rows, *_place_rows(place, width))


def link_rows(link: Link, width: int) -> tuple[Row, ...]:
    """Return the rows of a reference: its DNS name or the requests it is for, and its place."""
    shown = link.dns_name or short_list(link.requests)
    requests = rows_of(shown, width, "request") if shown else ()
    return (*requests, *_place_rows(link.place, width))


def _place_rows(place: str, width: int) -> tuple[Row, ...]:
    return rows_of(place, width, "place") if place else ()


def service_rows(entry: Entry, width: int, numbers: Numbers) -> tuple[Row, ...]:
    """Return the rows of a Service: kind, namespace, type and name."""
    above = f"{entry.object.kind} · {entry.object.namespace} · {entry.type}"
    rows = (*rows_of(above, width - _MARK, "kind"), *rows_of(entry.object.name, width, "name"))
    return _with_mark((*rows, *_place_rows(entry.place, width)), mark_of(entry.fault, numbers))


def port_rows(port: Port, width: int, numbers: Numbers) -> tuple[Row, ...]:
    """Return the rows of a port with its targetPort."""
    is_same = not port.target or port.title.startswith(f"{port.target}/")
    title = port.title if is_same else f"{port.title} → {port.target}"
    rows = rows_of(title, width - _MARK, "broken" if port.fault else "port")
    return _with_mark(rows, mark_of(port.fault, numbers))


def answer_rows(end: End, width: int) -> tuple[Row, ...]:
    """Return the rows with the port number of a target, or the reason why it has none."""
    if end.fault:
        return rows_of(f"{end.fault.mark} {end.fault.message}", width, "broken")
    return () if end.number is None else rows_of(f":{end.number}", width, "port")


def mark_of(fault: Fault | None, numbers: Numbers) -> str:
    """Return the sign and number of a reason."""
    return f"{fault.mark}{numbers[fault]}" if fault else ""


def _with_mark(rows: Sequence[Row], mark: str) -> tuple[Row, ...]:
    return (rows[0]._replace(mark=mark), *rows[1:])
