"""Endpoints for a Service without a selector have no port with the name of the Service port."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    ServicePort,
    is_external_name,
    is_headless,
    manual_endpoints,
    manual_ports,
    may_have_selector,
    place_of,
    ports_of,
    uncertainty,
)
from svclint.model import Report, Severity
from svclint.model.listing import listed
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "endpoints-port-name-differs",
    Severity.ERROR,
    since="0.1",
    where=("no selector",),
    beside=("Endpoints", "EndpointSlice"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Endpoints for a Service without a selector have no port with the name of the Service port."""
    if is_external_name(document) or may_have_selector(document):
        return
    manual = manual_endpoints(document, inventory)
    offered = [port for each in manual for port in manual_ports(each)]
    if not offered:
        return
    served = dict.fromkeys((name, protocol) for name, protocol, _ in offered)
    found = listed([f"one {_describe(*each)}" for each in served])
    field = "subsets" if manual[0].kind == "Endpoints" else "ports"
    others = ((manual[0], (field,)),)
    for port in ports_of(document):
        if (port.name, port.protocol) not in served:
            reason = uncertainty(document, manual, inventory)
            severity = Severity.WARNING if reason else Severity.ERROR
            effect = f"connections to port {port} are refused"
            if is_headless(document):
                severity, effect = Severity.NOTE, "DNS still returns the addresses"
            yield Report(
                ("spec", "ports", port.position, "name"),
                f'{manual[0].kind} "{manual[0].object_name.name}" ({place_of(manual[0])}) has '
                f"no port {_describe(port.name, port.protocol)}, only {found}; "
                f"{effect}{reason}",
                _remedy(port, offered),
                severity=severity,
                others=others,
            )


def _describe(name: str, protocol: str) -> str:
    return f'named "{name}" ({protocol})' if name else f"without a name ({protocol})"


def _remedy(port: ServicePort, offered: list[tuple[str, str, int | None]]) -> str:
    if len(offered) == 1 and offered[0][1] == port.protocol and offered[0][0]:
        return f"write name: {offered[0][0]}, or use the name of this port in the endpoints"
    return "use the same name and protocol in both; targetPort has no effect here"
