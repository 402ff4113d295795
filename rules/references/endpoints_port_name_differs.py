"""Endpoints written by hand lack a port of the name that the Service port has."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.proximity import distance, is_near
from svclint.kubernetes.targets import (
    ServicePort,
    is_external_name,
    is_headless,
    manual_endpoints,
    manual_ports,
    ports_of,
    selector_of,
)
from svclint.model import Report, Severity
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
    """Endpoints written by hand lack a port of the name that the Service port has."""
    if is_external_name(document) or selector_of(document):
        return
    manual = manual_endpoints(document, inventory)
    manual = sorted(manual, key=lambda each: distance(document, each))
    offered = [port for each in manual for port in manual_ports(each)]
    if not offered:
        return
    served = {(name, protocol) for name, protocol, _ in offered}
    for port in ports_of(document):
        if (port.name, port.protocol) not in served:
            place, _ = manual[0].locate(("metadata", "name"))
            is_open = any(map(inventory.is_changed_by_kustomize, (document, *manual)))
            is_open = is_open or not is_near(document, manual[0])
            severity = Severity.WARNING if is_open else Severity.ERROR
            yield Report(
                ("spec", "ports", port.position, "name"),
                f"{manual[0].kind} {manual[0].object_name.name} ({place.file}:{place.line}) has "
                f"no port {_named(port.name, port.protocol)}, only one {_offered(offered)}; "
                f"connections to port {port} are refused",
                _remedy(port, offered),
                severity=Severity.INFO if is_headless(document) else severity,
            )


def _named(name: str, protocol: str) -> str:
    return f"named {name!r} ({protocol})" if name else f"without a name ({protocol})"


def _offered(offered: list[tuple[str, str, int | None]]) -> str:
    return " and one ".join(dict.fromkeys(_named(name, protocol) for name, protocol, _ in offered))


def _remedy(port: ServicePort, offered: list[tuple[str, str, int | None]]) -> str:
    if len(offered) == 1 and offered[0][1] == port.protocol and offered[0][0]:
        return f"write name: {offered[0][0]}, or give the endpoint's port the name of this one"
    return "give both the same name and protocol; targetPort means nothing here"
