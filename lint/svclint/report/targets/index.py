"""Above the pictures of the page: the legend, and the list of Services to jump by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from svclint.report.result import count
from svclint.report.safe import safe
from svclint.report.targets.entries import Entry

# A longer list is closed at first.
_MOST_OPEN = 40


def legend(entries: Sequence[Entry]) -> str:
    """Return what the colours and signs of the pictures mean, of those that are shown."""
    items = "".join(
        f'<span class="key {name}">{escape(text)}</span>\n' for name, text in _keys(entries)
    )
    return f'<p class="legend">\n{items}</p>\n' if items else ""


def _keys(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    if any(entry.links for entry in entries):
        yield "caller", "caller, with the requests that it passes on"
    if any(not entry.is_missing and not entry.is_other for entry in entries):
        yield "service", "Service and its ports"
    if any(entry.is_other for entry in entries):
        yield "service", "another object, with its fields that lead nowhere"
    if any(port.ends for entry in entries for port in entry.ports):
        yield "end", "pods or endpoints, with the number at which they answer"
    faults = [fault for entry in entries for fault in entry.faults()]
    if any(not fault.is_open for fault in faults):
        yield "bad", "✗ broken, for the reason with that number"
    if any(fault.is_open for fault in faults):
        yield "bad", "? ends at an object outside the checked files"


def service_list(groups: Sequence[Sequence[Entry]]) -> str:
    """Return the list of all Services, each a link to its picture; none for a single one."""
    items = [
        (f"{entry.object.namespace}/{entry.object.name}", f"s{at}", any(entry.faults()))
        for at, group in enumerate(groups)
        for entry in group
    ]
    if len(items) < 2:
        return ""
    is_open = " open" if len(items) <= _MOST_OPEN else ""
    links = "".join(
        f'<a href="#{target}"{" class=bad" if is_broken else ""}>{escape(safe(name))}</a>\n'
        for name, target, is_broken in sorted(items)
    )
    is_mixed = any(entry.is_other for group in groups for entry in group)
    head = f"<summary>{count(len(items), 'object' if is_mixed else 'Service')}</summary>"
    return f"<nav><details{is_open}>\n{head}\n<div>\n{links}</div>\n</details></nav>\n"
