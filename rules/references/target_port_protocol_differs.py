"""A targetPort names a container port of another protocol."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import containers_of, missing_ports
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("target-port-protocol-differs", Severity.ERROR, since="0.1", where=("targetPort",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A targetPort names a container port of another protocol."""
    for port, missing in missing_ports(document, inventory):
        if not missing.other_protocol:
            continue
        other = missing.other_protocol[0]
        path = ("spec", "ports", port.position)
        is_written = document.value((*path, "protocol")) is not None
        yield Report(
            (*path, "protocol" if is_written else "targetPort"),
            f'port "{port.target}" of {missing.lacking[0]} uses {other.protocol}, but the Service '
            f"port uses {port.protocol}; name and protocol must match, so nothing serves port "
            f"{port}{missing.uncertainty}",
            f"write protocol: {other.protocol} here, or declare {port.target} as {port.protocol} "
            "in the container",
            severity=missing.severity,
            others=containers_of(missing.lacking[:1], inventory),
        )
