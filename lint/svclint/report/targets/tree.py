"""The tree that people read on a terminal: each Service, its ports, and what is behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from svclint.report.result import count
from svclint.report.safe import safe, safe_file
from svclint.report.targets.callers import Fault
from svclint.report.targets.graph import End, Entry, Link, Port
from svclint.report.text import painter

_RED, _FAINT, _BOLD = "31;1", "2", "1"
_ASCII = str.maketrans({"├": "|", "└": "`", "─": "-", "│": "|", "←": "<", "→": ">", "✗": "x"})


class Line(NamedTuple):
    """A line of the tree, with those beneath it; ``codes`` are its colour."""

    words: str
    codes: str = ""
    below: tuple[Line, ...] = ()


def render(entries: Sequence[Entry], *, colour: bool = False, glyphs: bool = True) -> str:
    """Write the tree; lines that lead nowhere begin with ✗ or ?. Only ASCII without ``glyphs``."""
    paint = painter(colour=colour)
    lines: list[str] = []
    for entry in entries:
        head = f"{entry.thing.namespace}/{entry.thing.name}"
        lines.append(f"{paint(safe_file(head), _BOLD)} {paint(safe(f'({entry.type})'), _FAINT)}")
        for words, line in _drawn(_under(entry), ""):
            marks = words.translate(_ASCII) if not glyphs else words
            text = line.words if glyphs else _plain(line.words)
            lines.append(paint(marks, _FAINT) + (paint(text, line.codes) if line.codes else text))
        lines.append("")
    return "\n".join([*lines, summary(entries), ""])


def summary(entries: Sequence[Entry]) -> str:
    """Count the Services and what leads nowhere."""
    services = sum(not entry.is_missing for entry in entries)
    if not entries:
        return "No Service found"
    return f"{count(services, 'Service')}, {told(entries) or 'nothing broken'}"


def told(entries: Sequence[Entry]) -> str:
    """Say how many links are broken, and how many lead out of sight."""
    faults = [fault for entry in entries for fault in entry.faults()]
    open_ones = sum(fault.is_open for fault in faults)
    parts = []
    if len(faults) > open_ones:
        parts.append(count(len(faults) - open_ones, "broken link"))
    if open_ones:
        parts.append(f"{open_ones} out of sight")
    return ", ".join(parts)


def _plain(words: str) -> str:
    """Spell our own arrows in ASCII; what a name holds is made safe already."""
    return words.replace("✗", "x").replace("←", "<-").replace("→", "->")


def _drawn(lines: Sequence[Line], margin: str) -> Iterator[tuple[str, Line]]:
    for at, line in enumerate(lines, 1):
        is_last = at == len(lines)
        yield f"{margin}{'└─' if is_last else '├─'} ", line
        yield from _drawn(line.below, f"{margin}{'   ' if is_last else '│  '}")


def _under(entry: Entry) -> tuple[Line, ...]:
    free = [_link(link) for link in entry.links if link.port is None]
    fault = [_fault(entry.fault)] if entry.fault else []
    ports = [_port(port, [link for link in entry.links if link.port == place])
             for place, port in enumerate(entry.ports)]  # fmt: skip
    return (*fault, *free, *ports)


def _port(port: Port, links: Sequence[Link]) -> Line:
    is_same = not port.target or port.title.startswith(f"{port.target}/")
    words = safe(port.title if is_same else f"{port.title} → {port.target}")
    fault = [_fault(port.fault)] if port.fault else []
    return Line(words, "", (*map(_link, links), *map(_end, port.ends), *fault))


def _link(link: Link) -> Line:
    words = f"← {link.caller}"
    if link.port is None and link.said:
        words += f", port {link.said}"
    if link.fault:
        return Line(safe(f"{link.fault.mark} {words}: {link.fault.words}"), _RED)
    return Line(safe(words), _FAINT)


def _end(end: End) -> Line:
    if end.fault:
        return Line(safe(f"{end.fault.mark} {end.thing}: {end.fault.words}"), _RED)
    return Line(safe(f"{end.thing}{'' if end.number is None else f':{end.number}'}"))


def _fault(fault: Fault) -> Line:
    return Line(safe(f"{fault.mark} {fault.words}"), _RED)
