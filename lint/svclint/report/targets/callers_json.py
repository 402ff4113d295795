"""The callers of Services as data, for ``svclint targets --format json``."""

from __future__ import annotations

from svclint.model import Data
from svclint.report.targets.entries import Entry, Link


def with_callers(service: Data, entry: Entry) -> Data:
    """Return the data of a Service with its file and line, and with its callers."""
    return {**service, "place": entry.place, "callers": [_caller(each) for each in entry.links]}


def _caller(link: Link) -> Data:
    return {
        "kind": link.caller.kind,
        "namespace": link.caller.namespace,
        "name": link.caller.name,
        "port": link.port_text,
        "host": link.dns_name,
        "requests": list(link.requests),
        "place": link.place,
        "problem": link.fault.message if link.fault else None,
    }
