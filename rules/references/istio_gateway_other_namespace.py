"""The Istio Gateways of a VirtualService take one of its hosts from other namespaces only."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies import similar_namespace
from svclint.kubernetes.targets import (
    Listener,
    gateways_of,
    hosts_intersect,
    listeners_of,
    parents_of,
    place_of,
    takes_namespace,
    uncertainty,
)
from svclint.model import Report, Severity
from svclint.model.data import sequence, text
from svclint.rule import reference_rule
from svclint.source import Document

_PATH = ("spec", "hosts")


@reference_rule(
    "istio-gateway-other-namespace",
    Severity.WARNING,
    since="0.1",
    kinds=("VirtualService",),
    beside=("Gateway",),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The Istio Gateways of a VirtualService take one of its hosts from other namespaces only."""
    gateways = [gateways_of(document, parent, inventory) for parent in parents_of(document)]
    if not all(gateways):
        # One of its Gateways is unknown.
        return
    servers = [
        (each, gateway) for found in gateways for gateway in found for each in listeners_of(gateway)
    ]
    for at, host in enumerate(sequence(document.value(_PATH))):
        matching = [
            each for each in servers if text(host) and _is_taken(text(host), each[0].hostname)
        ]
        if not matching or any(
            takes_namespace(server, gateway, document, inventory)
            or similar_namespace(gateway, server.namespace, inventory)
            for server, gateway in matching
        ):
            continue
        server, gateway = matching[0]
        own = inventory.namespaces(document)[0]
        reason = uncertainty(document, [gateway], inventory) or _doubt(document, server, gateway)
        yield Report(
            (*_PATH, at),
            f'Gateway "{gateway.object_name.name}" ({place_of(gateway)}) takes the host "{host}" '
            f'only from namespace "{_namespace(server, gateway, inventory)}", and the '
            f'VirtualService is in "{own}"{reason}',
            f"write {own}/{server.hostname or '*'} in hosts of the Gateway, or move the "
            "VirtualService",
            severity=Severity.NOTE if reason else None,
        )


def _is_taken(host: str, hostname: str) -> bool:
    """Return whether a server is for a host; one for every host may have others beside it."""
    return host != "*" and hosts_intersect(host.lower(), hostname)


def _namespace(server: Listener, gateway: Document, inventory: Inventory) -> str:
    return server.namespace or inventory.namespaces(gateway)[0]


def _doubt(document: Document, server: Listener, gateway: Document) -> str:
    """Return why the namespaces are not certain: one of them may be an option of the command."""
    is_written = document.object_name.namespace and (
        server.namespace or gateway.object_name.namespace
    )
    return "" if is_written else ", unless it is applied with --namespace"
