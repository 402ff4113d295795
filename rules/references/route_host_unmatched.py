"""No listener of the Gateway takes a host name of a route."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    PARENT_KINDS,
    gateways_of,
    hosts_intersect,
    is_similar,
    listeners_of,
    named_listeners,
    parents_of,
    place_of,
    takes_kind,
    uncertainty,
)
from svclint.kubernetes.targets.uncertainty import is_replaced
from svclint.model import Path, Report, Severity
from svclint.model.data import sequence, text
from svclint.rule import reference_rule
from svclint.source import Document

_KINDS = tuple(kind for kind in PARENT_KINDS if kind not in ("TCPRoute", "UDPRoute"))

# The gateway of Istio's sidecars.
_MESH = "mesh"
_IN_CLUSTER = ".svc.cluster.local"


@reference_rule(
    "route-host-unmatched", Severity.ERROR, since="0.1", kinds=_KINDS, beside=("Gateway",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """No listener of the Gateway takes a host name of a route."""
    # Its hosts are those of the mesh as well; only a typo is no host of it.
    is_of_mesh = _MESH in sequence(document.value(("spec", "gateways")))
    hosts = list(_hosts(document))
    gateways: list[Document] = []
    names: set[str] = set()
    for parent in parents_of(document):
        found = gateways_of(document, parent, inventory)
        if not found:
            # One of its Gateways is unknown.
            return
        gateways += found
        for gateway in found:
            field = "servers" if gateway.value(("spec", "servers")) else "listeners"
            if is_replaced(gateway, ("spec", field), inventory):
                return
            listeners = named_listeners(parent, listeners_of(gateway))
            if not listeners:
                return
            names.update(each.hostname for each in listeners if takes_kind(each, document.kind))
    unmatched = [
        (path, host)
        for path, host in hosts
        if not is_replaced(document, path, inventory)
        and not any(hosts_intersect(host, name) for name in names)
    ]
    if not gateways or not names:
        return
    reason = uncertainty(document, gateways, inventory)
    is_refused = len(unmatched) == len(hosts) and not is_of_mesh
    for path, host in unmatched:
        similar = next((name for name in sorted(names) if _is_meant(host, name)), "")
        if is_of_mesh and not similar:
            continue
        hint = f'; did you mean "{similar}"?' if similar else ""
        listed = ", ".join(f'"{name}"' for name in sorted(names))
        gateway = gateways[0]
        yield Report(
            path,
            f'no listener of Gateway "{gateway.object_name.name}" ({place_of(gateway)}) takes the '
            f'host "{host}", only {listed}{hint}{reason}',
            f"write {similar}" if similar else "add a listener for it, or correct the host",
            severity=Severity.NOTE if reason else None if is_refused else Severity.WARNING,
        )


def _is_meant(host: str, name: str) -> bool:
    return is_similar(host, name) and host != name.removeprefix("*.")


def _hosts(document: Document) -> Iterator[tuple[Path, str]]:
    field = "hosts" if document.kind == "VirtualService" else "hostnames"
    for at, host in enumerate(sequence(document.value(("spec", field)))):
        if text(host) not in ("", "*") and not text(host).endswith(_IN_CLUSTER):
            yield ("spec", field, at), text(host).lower()
