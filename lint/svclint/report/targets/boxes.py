"""What is written in the boxes of a picture: for callers, Services, ports and ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from svclint.report.targets.callers import Fault
from svclint.report.targets.drawing import Row, rows_of
from svclint.report.targets.graph import End, Entry, Port, Thing

# Which reason has which number below the picture.
Numbers = Mapping[Fault, int]
# Room for the mark, which stands at the right.
_MARK = 36


def numbered(entries: Iterable[Entry]) -> dict[Fault, int]:
    """Give each reason in some Services its number; one that stands in several places has one."""
    found: dict[Fault, int] = {}
    for entry in entries:
        faults = [entry.fault, *(link.fault for link in entry.links)]
        for fault in (*faults, *(port.fault for port in entry.ports)):
            if fault:
                found.setdefault(fault, len(found) + 1)
    return found


def thing_rows(thing: Thing, width: int) -> tuple[Row, ...]:
    """Write the kind, namespace and name of a caller or an end."""
    above = f"{thing.kind} · {thing.namespace}"
    return (*rows_of(above, width, "kind"), *rows_of(thing.name, width, "name"))


def service_rows(entry: Entry, width: int, numbers: Numbers) -> tuple[Row, ...]:
    """Write what a Service is called and of which type it is."""
    above = f"{entry.thing.kind} · {entry.thing.namespace} · {entry.type}"
    rows = (*rows_of(above, width - _MARK, "kind"), *rows_of(entry.thing.name, width, "name"))
    return _with_mark(rows, mark_of(entry.fault, numbers))


def port_rows(port: Port, width: int, numbers: Numbers) -> tuple[Row, ...]:
    """Write a port with its targetPort."""
    is_same = not port.target or port.title.startswith(f"{port.target}/")
    words = port.title if is_same else f"{port.title} → {port.target}"
    rows = rows_of(words, width - _MARK, "broken" if port.fault else "port")
    return _with_mark(rows, mark_of(port.fault, numbers))


def answer_rows(end: End, width: int) -> tuple[Row, ...]:
    """Write the number at which an end answers, or why it does not."""
    if end.fault:
        return rows_of(f"{end.fault.mark} {end.fault.words}", width, "broken")
    return () if end.number is None else rows_of(f":{end.number}", width, "port")


def mark_of(fault: Fault | None, numbers: Numbers) -> str:
    """Give the sign and number that stand for a reason."""
    return f"{fault.mark}{numbers[fault]}" if fault else ""


def _with_mark(rows: Sequence[Row], mark: str) -> tuple[Row, ...]:
    return (rows[0]._replace(mark=mark), *rows[1:])
