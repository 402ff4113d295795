"""Names for ports that have none."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.kubernetes.service.syntax import dns_label_problem
from svclint.model import Data

_WELL_KNOWN = {(80, "TCP"): "http", (443, "TCP"): "https"}


def name_for(ports: Sequence[Data], index: int) -> str:
    """Name a port after its targetPort or its number, unlike all others of a Service.

    Ports without a name are named in their order, so that all can be named at once.
    """
    taken = {str(port.get("name") or "") for port in ports}
    name = ""
    for port in ports[: index + 1]:
        if port.get("name") and port is not ports[index]:
            continue
        name = next(each for each in _names(port) if each not in taken)
        taken.add(name)
    return name


def _names(port: Data) -> list[str]:
    """Give what a port could be called; of the last, no Service has a second."""
    number, protocol = port["port"], str(port["protocol"]).upper()
    target = port.get("targetPort")
    prefix = protocol.lower() if dns_label_problem(protocol.lower()) is None else "port"
    likely = [target] if isinstance(target, str) and dns_label_problem(target) is None else []
    known = _WELL_KNOWN.get((number, protocol))
    plain = f"{prefix}-{number}".replace("--", "-")
    more = [f"{plain}-{count}" for count in range(2, 1000)]
    return [*likely, *([known] if known else []), plain, *more]
