"""The graph as nodes and arrows, for programs that lay it out themselves."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

from svclint.report.safe import safe
from svclint.report.targets.callers import Fault
from svclint.report.targets.graph import Entry, Port, Thing

_WIDTH = 48


class Node(NamedTuple):
    """A box: a caller, a Service, a port, or an end. The ``id`` is ours, and harmless."""

    id: str
    role: str
    lines: tuple[str, ...]
    is_broken: bool = False


class Arrow(NamedTuple):
    """An arrow between two nodes, with what is written on it."""

    start: str
    end: str
    lines: tuple[str, ...] = ()
    is_broken: bool = False


class _Names:
    """Gives each object one id, however often it is named."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._known: dict[tuple[str, Thing], str] = {}

    def of(self, role: str, thing: Thing) -> str:
        if (role, thing) not in self._known:
            lines = (thing.kind, f"{thing.namespace}/{thing.name}")
            self._known[role, thing] = self.add(role, lines)
        return self._known[role, thing]

    def add(
        self, role: str, lines: Sequence[str], fault: Fault | None = None, *, broken: bool = False
    ) -> str:
        name = f"{role}{len(self.nodes)}"
        words = (*lines, *_wrapped(fault))
        self.nodes.append(Node(name, role, words, broken or bool(fault)))
        return name


def arrows(entries: Sequence[Entry]) -> tuple[list[Node], list[Arrow]]:
    """Give all nodes and arrows; ports are nodes, too, and stand behind their Service."""
    names, found = _Names(), list[Arrow]()
    for entry in entries:
        lines = (f"Service ({entry.type})", f"{entry.thing.namespace}/{entry.thing.name}")
        service = names.add("service", lines, entry.fault, broken=entry.is_missing)
        for link in entry.links:
            words = (*filter(None, (link.said,)), *_wrapped(link.fault))
            caller = names.of("caller", link.caller)
            found.append(Arrow(caller, service, words, bool(link.fault)))
        for port in entry.ports:
            _add_port(port, service, names, found)
    return names.nodes, found


def _add_port(port: Port, service: str, names: _Names, found: list[Arrow]) -> None:
    name = names.add("port", (port.title,), port.fault)
    found.append(Arrow(service, name))
    for end in port.ends:
        number = "" if end.number is None else str(end.number)
        words = tuple(filter(None, (end.fault.words if end.fault else number,)))
        found.append(Arrow(name, names.of("end", end.thing), words, bool(end.fault)))


def _wrapped(fault: Fault | None) -> list[str]:
    # Wrapping takes the end of a line for a space, which in a name it is not.
    return wrap(safe(f"{fault.mark} {fault.words}"), _WIDTH) if fault else []
