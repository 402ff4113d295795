"""A port's protocol is none of TCP, UDP and SCTP."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service

SUPPORTED = ("TCP", "UDP", "SCTP")


@service_rule("protocol-unsupported", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """A port's protocol is none of TCP, UDP and SCTP."""
    for index, port in enumerate(service.ports):
        protocol = port["protocol"]
        if protocol not in SUPPORTED:
            likely = protocol.strip().upper()
            yield refused(
                ("spec", "ports", index, "protocol"),
                f"protocol {protocol!r} is not supported",
                f"write protocol: {likely}"
                if likely in SUPPORTED
                else "use TCP, UDP or SCTP; say HTTP and the like in appProtocol",
                reason="FieldValueNotSupported",
            )
