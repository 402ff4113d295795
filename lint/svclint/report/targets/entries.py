"""What ``svclint targets`` shows of a Service: its callers, ports and targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from svclint.report.targets.faults import Fault
from svclint.source import Document


class ObjectRef(NamedTuple):
    """An object at one end of a link."""

    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class End(NamedTuple):
    """A target of a port; ``fault`` is a short reason if nothing answers there.

    ``place`` is the file and line of its object, as in the other classes; ``""`` for a live object.
    """

    object: ObjectRef
    number: int | None
    fault: Fault | None = None
    place: str = ""


class Port(NamedTuple):
    """A port of a Service.

    ``fault`` is the long reason why targets are broken if some are, otherwise a problem of the
    port itself.
    """

    title: str
    target: str
    ends: tuple[End, ...]
    fault: Fault | None = None
    place: str = ""

    @property
    def lacking(self) -> int | None:
        """The index of the first target that lacks the port."""
        found = (at for at, end in enumerate(self.ends) if end.fault and end.number is None)
        return next(found, None)


class Link(NamedTuple):
    """A caller of a Service; ``port`` is the index in its ports, if one matches.

    ``dns_name`` is the host that a value of the caller contains; empty for a reference.
    ``requests`` are the hosts and paths that it passes on.
    """

    caller: ObjectRef
    port: int | None
    port_text: str
    fault: Fault | None = None
    dns_name: str = ""
    place: str = ""
    requests: tuple[str, ...] = ()


class Entry(NamedTuple):
    """A Service with its callers, ports and targets.

    ``is_missing``: callers name it, but no checked file defines it. ``is_other``: it is an object
    of another kind, whose ``ports`` are the fields that lead nowhere. ``fault`` is a problem of
    the Service itself.
    """

    object: ObjectRef
    type: str
    ports: tuple[Port, ...]
    links: tuple[Link, ...]
    fault: Fault | None = None
    is_missing: bool = False
    is_other: bool = False
    document: Document | None = None
    place: str = ""

    def faults(self) -> Iterator[Fault]:
        """Yield every fault once; that of a broken target is not repeated for its port."""
        for port in self.ports:
            yield from (end.fault for end in port.ends if end.fault)
            if port.fault and port.lacking is None:
                yield port.fault
        yield from filter(None, [self.fault, *(link.fault for link in self.links)])


def broken_only(entries: Iterable[Entry]) -> list[Entry]:
    """Return the Services with broken links, with these links and their ports.

    Links that may end outside the checked files are left out.
    """
    return [entry for entry in map(_broken, entries) if any(entry.faults())]


def _broken(entry: Entry) -> Entry:
    links = [link for link in entry.links if _certain(link.fault)]
    named = {link.port for link in links}
    ports = {
        at: port._replace(
            fault=_certain(port.fault),
            ends=tuple(end for end in port.ends if _certain(end.fault)),
        )
        for at, port in enumerate(entry.ports)
    }
    kept = [at for at, port in ports.items() if at in named or port.fault or port.ends]
    places = {at: place for place, at in enumerate(kept)}
    return entry._replace(
        fault=_certain(entry.fault),
        ports=tuple(ports[at] for at in kept),
        links=tuple(
            link if link.port is None else link._replace(port=places[link.port]) for link in links
        ),
    )


def _certain(fault: Fault | None) -> Fault | None:
    return fault if fault and not fault.is_open else None


def in_cluster(entry: Entry, cluster: str) -> Entry:
    """Return an entry with the name of its cluster, for configurations with several clusters."""

    def labelled(ref: ObjectRef) -> ObjectRef:
        return ref._replace(namespace=f"{cluster}: {ref.namespace}")

    ports = [
        port._replace(ends=tuple(end._replace(object=labelled(end.object)) for end in port.ends))
        for port in entry.ports
    ]
    links = tuple(link._replace(caller=labelled(link.caller)) for link in entry.links)
    return entry._replace(object=labelled(entry.object), ports=tuple(ports), links=links)
