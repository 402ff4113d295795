"""The protocol of a port is not TCP, UDP or SCTP."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.irregularities import PROTOCOLS
from svclint.model import Report, Severity, refused, set_to
from svclint.model.suggestions import likely_value
from svclint.rule import service_rule


@service_rule("protocol-unsupported", Severity.ERROR, since="0.1", where=("irregular ports",))
def rule(service: Service) -> Iterator[Report]:
    """The protocol of a port is not TCP, UDP or SCTP."""
    for index, port in enumerate(service.ports):
        protocol = port["protocol"]
        if protocol not in PROTOCOLS:
            meant, path = likely_value(protocol, PROTOCOLS), ("spec", "ports", index, "protocol")
            yield refused(
                path,
                f"protocol {protocol!r} is not supported",
                f"write protocol: {meant}"
                if meant
                else "use TCP, UDP or SCTP; set application protocols such as HTTP in appProtocol",
                reason="FieldValueNotSupported",
                fix=set_to(path, meant) if meant else None,
            )
