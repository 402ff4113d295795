"""Ports of a Service: what to call them, and which entry of the manifest each one is."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.kubernetes.objects.syntax import dns_label_problem
from svclint.model import Data

_WELL_KNOWN = {(80, "TCP"): "http", (443, "TCP"): "https"}


def describe_port(port: Data) -> str:
    """Return number, protocol and name of a port for a message: ``53/UDP (dns)``."""
    name = f" ({port['name']})" if port.get("name") else ""
    return f"{port.get('port', 0)}/{port.get('protocol') or 'TCP'}{name}"


def suggested_port_name(ports: Sequence[Data], index: int) -> str:
    """Return a name for one of the ports, after its targetPort or number, that no other one has.

    The ports without a name get theirs in order, so that all of them can be named at once.
    """
    taken = {str(port.get("name") or "") for port in ports}
    name = ""
    for port in ports[: index + 1]:
        if port.get("name") and port is not ports[index]:
            continue
        name = next(each for each in _candidates(port) if each not in taken)
        taken.add(name)
    return name


def _candidates(port: Data) -> list[str]:
    """Return names for a port, best first; numbered ones at the end, so that one is free."""
    number, protocol = port["port"], str(port["protocol"]).upper()
    target = port.get("targetPort")
    prefix = protocol.lower() if dns_label_problem(protocol.lower()) is None else "port"
    by_target = [target] if isinstance(target, str) and dns_label_problem(target) is None else []
    known = _WELL_KNOWN.get((number, protocol))
    by_number = f"{prefix}-{number}".replace("--", "-")
    numbered = [f"{by_number}-{count}" for count in range(2, 1000)]
    return [*by_target, *([known] if known else []), by_number, *numbered]


def manifest_indices(ports: list[Data], written: Data) -> list[int | None]:
    """Return for each of some ports its index in a manifest, ``None`` for those not in it."""
    entries: list[Data] = written["spec"].get("ports") or []
    return [_manifest_index(port, entries) for port in ports]


def _manifest_index(port: Data, entries: list[Data]) -> int | None:
    key = (port["port"], port["protocol"])
    for index, entry in enumerate(entries):
        if (entry.get("port", 0), entry.get("protocol") or "TCP") == key:
            return index
    for index, entry in enumerate(entries):
        if entry.get("port", 0) == port["port"] or entry.get("name", "") == port.get("name", " "):
            return index
    return None
