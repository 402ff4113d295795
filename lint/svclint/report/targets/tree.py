"""``--format tree``: a tree for the terminal with each Service, its ports and their targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from svclint.report.result import count
from svclint.report.safe import safe, safe_file
from svclint.report.targets.entries import End, Entry, Link, Port
from svclint.report.targets.faults import Fault
from svclint.report.text import painter

_RED, _FAINT, _BOLD = "31;1", "2", "1"
_MOST_LISTED = 3
_ASCII = str.maketrans({"├": "|", "└": "`", "─": "-", "│": "|", "←": "<", "→": ">", "✗": "x"})


class Line(NamedTuple):
    """A line of the tree, with the lines below it; ``codes`` are its colour."""

    text: str
    codes: str = ""
    below: tuple[Line, ...] = ()


def render(
    entries: Sequence[Entry], *, total: str = "", colour: bool = False, glyphs: bool = True
) -> str:
    """Return the tree; broken links start with ✗ or ?. Without ``glyphs``, only ASCII.

    ``total`` is the last line, by default the summary of the entries.
    """
    paint = painter(colour=colour)
    lines: list[str] = []
    for entry in entries:
        head = f"{entry.object.namespace}/{entry.object.name}"
        about = safe(" ".join(filter(None, (f"({entry.type})", entry.place))))
        lines.append(f"{paint(safe_file(head), _BOLD)} {paint(about, _FAINT)}")
        for branch, line in _drawn(_under(entry), ""):
            lead = branch if glyphs else branch.translate(_ASCII)
            text = line.text if glyphs else _in_ascii(line.text)
            lines.append(paint(lead, _FAINT) + (paint(text, line.codes) if line.codes else text))
        lines.append("")
    return "\n".join([*lines, total or summary(entries), ""])


def summary(entries: Sequence[Entry]) -> str:
    """Return the number of Services and of broken links."""
    services = sum(not entry.is_missing and not entry.is_other for entry in entries)
    if not entries:
        return "No Service found"
    return f"{count(services, 'Service')}, {broken_links(entries) or 'nothing broken'}"


def broken_links(entries: Sequence[Entry]) -> str:
    """Return the number of broken links, and of those outside the checked files; may be empty."""
    faults = [fault for entry in entries for fault in entry.faults()]
    open_ones = sum(fault.is_open for fault in faults)
    parts = []
    if len(faults) > open_ones:
        parts.append(count(len(faults) - open_ones, "broken link"))
    if open_ones:
        parts.append(f"{open_ones} outside the checked files")
    return ", ".join(parts)


def _in_ascii(text: str) -> str:
    """Replace our arrows by ASCII; names from manifests are escaped already."""
    return text.replace("✗", "x").replace("←", "<-").replace("→", "->")


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
    title = safe(port.title if is_same else f"{port.title} → {port.target}")
    broken = port.lacking
    ends, fault = list(port.ends), [_fault(port.fault)] if port.fault else []
    if broken is not None and port.fault:
        ends[broken], fault = ends[broken]._replace(fault=port.fault), []
    return Line(title, "", (*map(_link, links), *map(_end, ends), *fault))


def _link(link: Link) -> Line:
    text = f"← {link.caller}"
    if link.dns_name:
        text += f' by the name "{link.dns_name}"'
    if link.port is None and link.port_text:
        text += f", port {link.port_text}"
    if link.requests:
        text += f" for {short_list(link.requests)}"
    text += _at(link.place)
    if link.fault:
        return Line(safe(f"{link.fault.mark} {text}: {link.fault.message}"), _RED)
    return Line(safe(text), _FAINT)


def _end(end: End) -> Line:
    where = _at(end.place)
    if end.fault:
        return Line(safe(f"{end.fault.mark} {end.object}{where}: {end.fault.message}"), _RED)
    return Line(safe(f"{end.object}{'' if end.number is None else f':{end.number}'}{where}"))


def short_list(texts: Sequence[str]) -> str:
    """Return the first of some texts and how many more there are."""
    more = len(texts) - _MOST_LISTED
    shown = ", ".join(texts[:_MOST_LISTED])
    return f"{shown} and {more} more" if more > 0 else shown


def _at(place: str) -> str:
    return f" ({place})" if place else ""


def _fault(fault: Fault) -> Line:
    return Line(safe(f"{fault.mark} {fault.message}"), _RED)
