"""What ``svclint targets --format json`` adds to the targets: callers, places and problems."""

from __future__ import annotations

from svclint.model import Data, ObjectName
from svclint.report.targets.entries import Entry, Link, ObjectRef, Port
from svclint.report.targets.faults import Fault


def service_json(service: Data, shown: Entry, whole: Entry) -> Data:
    """Return the data of a Service with its file and line, its callers, and what is broken.

    The callers are those that are ``shown``; ``whole`` has all ports.
    """
    ports = service["ports"]
    if len(ports) == len(whole.ports):
        ports = list(map(_port, ports, whole.ports))
    return {
        **service,
        "ports": ports,
        "place": shown.place,
        **_problem(shown.fault),
        "callers": [_caller(each) for each in shown.links],
    }


def other_json(entry: Entry) -> Data:
    """Return a Service that is not found with its callers, or the broken fields of an object."""
    return {
        **_name(entry.object),
        "place": entry.place,
        "callers": [_caller(each) for each in entry.links],
        "problems": [
            {"field": port.title, "place": port.place, **_problem(port.fault)}
            for port in entry.ports
        ],
    }


def _port(data: Data, port: Port) -> Data:
    # A target without a number lacks the port, whose problem says so.
    targets = [
        {**target, **_problem(None if end.number is None else end.fault)}
        for target, end in zip(data["targets"], port.ends, strict=True)
    ]
    return {**data, "targets": targets, **_problem(port.fault)}


def _caller(link: Link) -> Data:
    return {
        **_name(link.caller),
        "port": link.port_text,
        "host": link.dns_name,
        "requests": list(link.requests),
        "place": link.place,
        "problem": link.fault.message if link.fault else None,
    }


def _name(name: ObjectName | ObjectRef) -> Data:
    return {"kind": name.kind, "namespace": name.namespace, "name": name.name}


def _problem(fault: Fault | None) -> Data:
    return {"problem": fault.message} if fault else {}
