"""The protocol of a port is not TCP, UDP or SCTP."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.service.irregularities import PROTOCOLS
from svclint.model import Report, Severity, refused, set_to
from svclint.model.suggestions import likely_value
from svclint.rule import object_rule

REMEDY = "use TCP, UDP or SCTP; set application protocols such as HTTP in appProtocol"


@object_rule(
    "protocol-unsupported",
    Severity.ERROR,
    since="0.1",
    kinds=("Service", "EndpointSlice", "Endpoints"),
    where=("irregular ports",),
)
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """The protocol of a port is not TCP, UDP or SCTP."""
    for path, port in checked.ports_with_paths():
        protocol = port["protocol"]
        if protocol not in PROTOCOLS:
            meant = likely_value(protocol, PROTOCOLS)
            yield refused(
                (*path, "protocol"),
                f"protocol {protocol!r} is not supported",
                f"write protocol: {meant}" if meant else REMEDY,
                reason="FieldValueNotSupported",
                fix=set_to((*path, "protocol"), meant) if meant else None,
            )
