"""The nodes and arrows of a graph, for programs with a layout of their own (dot, mermaid)."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

from svclint.report.safe import safe
from svclint.report.targets.entries import Entry, ObjectRef, Port
from svclint.report.targets.faults import Fault
from svclint.report.targets.tree import short_list

_WIDTH = 48


class Node(NamedTuple):
    """A box for a caller, a Service, a port or a target; its ``id`` is generated, hence safe."""

    id: str
    role: str
    lines: tuple[str, ...]
    is_broken: bool = False


class Arrow(NamedTuple):
    """An arrow between two nodes, with the lines of its label."""

    start: str
    end: str
    lines: tuple[str, ...] = ()
    is_broken: bool = False


class _Nodes:
    """The nodes of a graph: each object is one node, however often it is referenced."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._known: dict[tuple[str, ObjectRef], str] = {}

    def node_of(self, role: str, ref: ObjectRef) -> str:
        if (role, ref) not in self._known:
            lines = (ref.kind, f"{ref.namespace}/{ref.name}")
            self._known[role, ref] = self.add(role, lines)
        return self._known[role, ref]

    def add(
        self, role: str, lines: Sequence[str], fault: Fault | None = None, *, broken: bool = False
    ) -> str:
        name = f"{role}{len(self.nodes)}"
        label = (*lines, *_wrapped(fault))
        self.nodes.append(Node(name, role, label, broken or bool(fault)))
        return name


def nodes_and_arrows(entries: Sequence[Entry]) -> tuple[list[Node], list[Arrow]]:
    """Return all nodes and arrows; ports are nodes, too, after their Service."""
    names, found = _Nodes(), list[Arrow]()
    for entry in entries:
        lines = (
            f"{entry.object.kind} ({entry.type})",
            f"{entry.object.namespace}/{entry.object.name}",
            *filter(None, (entry.place,)),
        )
        service = names.add("service", lines, entry.fault, broken=entry.is_missing)
        for link in entry.links:
            about = (link.dns_name, short_list(link.requests), link.port_text, link.place)
            label = (*filter(None, about), *_wrapped(link.fault))
            caller = names.node_of("caller", link.caller)
            found.append(Arrow(caller, service, label, bool(link.fault)))
        for port in entry.ports:
            _add_port(port, service, names, found)
    return names.nodes, found


def _add_port(port: Port, service: str, names: _Nodes, found: list[Arrow]) -> None:
    name = names.add("port", (port.title,), port.fault)
    found.append(Arrow(service, name, tuple(filter(None, (port.place,)))))
    for end in port.ends:
        number = "" if end.number is None else str(end.number)
        label = tuple(filter(None, (end.fault.message if end.fault else number, end.place)))
        found.append(Arrow(name, names.node_of("end", end.object), label, bool(end.fault)))


def _wrapped(fault: Fault | None) -> list[str]:
    # textwrap would turn a newline in a name into a space.
    return wrap(safe(f"{fault.mark} {fault.message}"), _WIDTH) if fault else []
