"""Services whose ports or selector are unknown, because they do not decode."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.kubernetes.targets import is_external_name, is_unknown
from svclint.report.targets.entries import Entry, Link, Port
from svclint.report.targets.faults import Fault
from svclint.source import Document


def is_resolved(service: Document, ports: Sequence[Port]) -> bool:
    """Return whether the ports and the selector of a Service are known."""
    if any(is_unknown(service, ("spec", name)) for name in ("ports", "selector")):
        return False
    return bool(ports) or is_external_name(service)


def with_reason(entry: Entry, reason: Fault | None) -> Entry:
    """Return the entry of a Service that is not resolved with the reason, if there is one.

    No caller reaches a port of it, and what its ports lack is not known.
    """
    if reason is None:
        return entry
    return entry._replace(
        fault=reason,
        ports=tuple(map(_without_guess, entry.ports)),
        links=tuple(_with_reason(each, reason) for each in entry.links),
    )


def _without_guess(port: Port) -> Port:
    return port._replace(fault=None) if port.fault and port.fault.is_open else port


def _with_reason(link: Link, reason: Fault) -> Link:
    is_explained = link.fault or link.port is not None or not link.port_text
    return link if is_explained else link._replace(fault=reason)
