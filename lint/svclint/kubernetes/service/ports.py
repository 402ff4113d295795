"""Ports of a Service: what to call them, and which entry of the manifest each one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from svclint.kubernetes.merge.field_types import FieldType
from svclint.kubernetes.merge.item_index import indices_of
from svclint.kubernetes.objects.syntax import dns_label_problem
from svclint.model import Data

# How the list of ports merges, and by what people recognise a port.
PORT_LIST: Mapping[str, Any] = {
    "is_atomic": False,
    "keys": ("port", "protocol"),
    "defaults": {"port": 0, "protocol": "TCP"},
    "merge_key": "port",
    "identity": (("port", "protocol", "name"), ("port", "protocol"), ("name",), ("port",)),
}
_PORTS = FieldType("list", **PORT_LIST)
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
    """Return for each of some ports its index in a manifest, ``None`` for those not in it.

    No two ports have the same entry: those with its number and protocol come first, then those
    with its number or its name.
    """
    entries: list[Data] = written["spec"].get("ports") or []
    return indices_of(ports, entries, _PORTS)
