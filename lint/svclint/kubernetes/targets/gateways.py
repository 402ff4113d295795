"""Gateways and the routes that attach to them: parents, listeners, namespaces, kinds and hosts.

Source: the API reference of gateway.networking.k8s.io (``ParentReference``, ``Listener``,
``AllowedRoutes``), and for VirtualServices of networking.istio.io (``gateways``, ``Server``).
"""

from __future__ import annotations

from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.reference_limit import count_found
from svclint.kubernetes.selection import matches
from svclint.kubernetes.targets.namespaces import namespace_labels, namespace_objects
from svclint.model import Data, Path
from svclint.model.data import group_of, mapping, sequence, text, whole
from svclint.source import Document
from svclint.source.kinds import ROUTE_KINDS

_GATEWAY_API, _ISTIO = "gateway.networking.k8s.io", "networking.istio.io"
# The kinds of routes that a listener takes if it does not say so itself.
_KINDS_OF_PROTOCOL = {
    "HTTP": ("HTTPRoute", "GRPCRoute"),
    "HTTPS": ("HTTPRoute", "GRPCRoute"),
    "TLS": ("TLSRoute", "TCPRoute"),
    "TCP": ("TCPRoute",),
    "UDP": ("UDPRoute",),
}
# Kinds that attach to Gateways.
PARENT_KINDS = (*sorted(ROUTE_KINDS), "VirtualService")
# The most listeners that the CRD of Gateways accepts. Those of a Gateway with more, which may be
# one of Istio, are not compared with its routes: each route would be compared with each of them.
_MOST_LISTENERS = 64
# The gateway of Istio's sidecars, which is no object.
_MESH = "mesh"


class Parent(NamedTuple):
    """A reference from a route to a Gateway: its path, and the names and port in it."""

    path: Path
    group: str
    namespace: str
    name: str
    section: str = ""
    port: int | None = None


class Listener(NamedTuple):
    """A listener of a Gateway; ``kinds`` is empty if it may take any kind of route.

    An empty ``hostname`` takes every host. ``origin`` is ``Same``, ``All``, ``Selector`` or
    ``None``, and says in which namespaces its routes are. ``namespace`` is the only one that a
    server of Istio takes routes from.
    """

    name: str
    port: int | None
    hostname: str
    kinds: tuple[str, ...]
    origin: str
    selector: Data
    namespace: str = ""


def parents_of(route: Document) -> list[Parent]:
    """Return the Gateways that a route attaches to; other kinds of parents are left out."""
    if route.kind == "VirtualService":
        return _of_virtual_service(route)
    found: list[Parent] = []
    for at, entry in enumerate(sequence(route.value(("spec", "parentRefs")))):
        parent = mapping(entry)
        group = parent.get("group", _GATEWAY_API)
        if (group, parent.get("kind", "Gateway")) == (_GATEWAY_API, "Gateway"):
            found.append(
                Parent(
                    ("spec", "parentRefs", at),
                    _GATEWAY_API,
                    text(parent.get("namespace")),
                    text(parent.get("name")),
                    text(parent.get("sectionName")),
                    whole(parent.get("port")),
                )
            )
    return [each for each in found if each.name]


def _of_virtual_service(document: Document) -> list[Parent]:
    found: list[Parent] = []
    for at, entry in enumerate(sequence(document.value(("spec", "gateways")))):
        namespace, _, name = text(entry).rpartition("/")
        if name and name != _MESH:
            found.append(Parent(("spec", "gateways", at), _ISTIO, namespace, name))
    return found


def gateways_named(route: Document, parent: Parent, inventory: Inventory) -> list[Document]:
    """Return the definitions of a Gateway that a route names."""
    return inventory.find(route, parent.group, "Gateway", parent.name, parent.namespace)


def gateways_of(route: Document, parent: Parent, inventory: Inventory) -> list[Document]:
    """Return the definitions of a Gateway that a route names, deployed together with it."""
    found = gateways_named(route, parent, inventory)
    return [each for each in found if inventory.are_together(route, each)]


def gateways_beside(route: Document, parent: Parent, inventory: Inventory) -> list[Document]:
    """Return all Gateways that are deployed together with a route."""
    gateways = inventory.of_kind(parent.group, "Gateway")
    count_found(len(gateways))
    return [each for each in gateways if inventory.are_together(route, each)]


def listeners_of(gateway: Document) -> list[Listener]:
    """Return the listeners of a Gateway, or a listener for each host of Istio's servers.

    There are none if it has too many.
    """
    if group_of(gateway.api_version) == _ISTIO:
        servers = sequence(gateway.value(("spec", "servers")))
        hosts = sum(len(sequence(mapping(each).get("hosts"))) for each in servers)
        return _of_servers(gateway) if hosts <= _MOST_LISTENERS else []
    listeners = sequence(gateway.value(("spec", "listeners")))
    if len(listeners) > _MOST_LISTENERS:
        return []
    return [_listener(mapping(each)) for each in listeners]


def _listener(listener: Data) -> Listener:
    allowed = mapping(listener.get("allowedRoutes"))
    namespaces = mapping(allowed.get("namespaces"))
    kinds = tuple(
        text(mapping(each).get("kind"))
        for each in sequence(allowed.get("kinds"))
        if mapping(each).get("group", _GATEWAY_API) == _GATEWAY_API
    )
    protocol = text(listener.get("protocol"))
    return Listener(
        text(listener.get("name")),
        whole(listener.get("port")),
        text(listener.get("hostname")).lower(),
        kinds or _KINDS_OF_PROTOCOL.get(protocol, ()),
        text(namespaces.get("from")) or "Same",
        mapping(namespaces.get("selector")),
    )


def _of_servers(gateway: Document) -> list[Listener]:
    found: list[Listener] = []
    for server in sequence(gateway.value(("spec", "servers"))):
        port = mapping(mapping(server).get("port"))
        for host in sequence(mapping(server).get("hosts")):
            space, _, name = text(host).rpartition("/")
            hostname = "" if name == "*" else name.lower()
            number, origin = whole(port.get("number")), "Same" if space == "." else "All"
            only = "" if space in ("*", ".") else space
            found.append(Listener(text(port.get("name")), number, hostname, (), origin, {}, only))
    return found


def named_listeners(parent: Parent, listeners: list[Listener]) -> list[Listener]:
    """Return the listeners that a reference means: those with its section name and port."""
    return [
        each
        for each in listeners
        if parent.section in ("", each.name) and parent.port in (None, each.port)
    ]


def takes_kind(listener: Listener, kind: str) -> bool:
    """Return whether a listener takes routes of a kind."""
    return not listener.kinds or kind in listener.kinds


def takes_namespace(
    listener: Listener, gateway: Document, route: Document, inventory: Inventory
) -> bool:
    """Return whether a listener may take routes of the namespace of a route."""
    own = inventory.namespaces(route)
    if listener.namespace:
        return listener.namespace in own
    if listener.origin == "Same":
        return not set(own).isdisjoint(inventory.namespaces(gateway))
    if listener.origin != "Selector":
        return listener.origin != "None"
    spaces = [each for name in own for each in namespace_objects(name, route, inventory)]
    # Without the Namespace object, its labels are unknown.
    return not spaces or any(matches(namespace_labels(each), listener.selector) for each in spaces)


def hosts_intersect(one: str, other: str) -> bool:
    """Return whether two host names have a host in common; each may be a wildcard, or empty."""
    if not one or not other or one == other:
        return True
    if one.startswith("*.") and other.startswith("*."):
        return one.endswith(other[1:]) or other.endswith(one[1:])
    if one.startswith("*."):
        return other.endswith(one[1:])
    return other.startswith("*.") and one.endswith(other[1:])
