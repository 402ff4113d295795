"""Backends of routers and meshes: Istio, Contour, Traefik, NGINX Ingress Controller, OpenShift.

Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination,
https://projectcontour.io/docs/main/config/api/, https://doc.traefik.io/traefik/reference/,
https://docs.nginx.com/nginx-ingress-controller/configuration/ and the API reference of
route.openshift.io/v1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from svclint.kubernetes.targets.backend import Backend, port_reference
from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text, whole
from svclint.source import Document

_SERVICE_DOMAIN = "svc"


def _entries(data: Data, path: Path, field: str) -> Iterator[tuple[Path, Data]]:
    """Yield the mappings of a list, each with its path."""
    for at, entry in enumerate(sequence(data.get(field))):
        yield (*path, field, at), mapping(entry)


def _virtual_service(document: Document) -> Iterator[Backend]:
    spec = mapping(document.value(("spec",)))
    for protocol in ("http", "tcp", "tls"):
        for path, rule in _entries(spec, ("spec",), protocol):
            for where, entry in _entries(rule, path, "route"):
                yield from _destination((*where, "destination"), entry.get("destination"))
            for where, entry in _entries(rule, path, "mirrors"):
                yield from _destination((*where, "destination"), entry.get("destination"))
            yield from _destination((*path, "mirror"), rule.get("mirror"))


def _destination(path: Path, value: Any) -> Iterator[Backend]:
    """Yield the Service that a host stands for: a short name, or one in ``svc``.

    Any other host is outside the cluster, or declared by a ServiceEntry.
    """
    destination = mapping(value)
    name, *domain = text(destination.get("host")).split(".")
    namespace = domain[0] if domain[1:2] == [_SERVICE_DOMAIN] else ""
    if not domain or namespace:
        port = whole(mapping(destination.get("port")).get("number"))
        yield Backend((*path, "host"), (*path, "port", "number"), namespace, name, port)


def _http_proxy(document: Document) -> Iterator[Backend]:
    spec = mapping(document.value(("spec",)))
    groups = [*_entries(spec, ("spec",), "routes")]
    groups += [(("spec", "tcpproxy"), mapping(spec.get("tcpproxy")))]
    for path, group in groups:
        for where, service in _entries(group, path, "services"):
            yield _named(where, service, "name", whole(service.get("port")))


def _ingress_route(document: Document) -> Iterator[Backend]:
    protocol = "UDP" if document.kind == "IngressRouteUDP" else "TCP"
    for path, route in _entries(mapping(document.value(("spec",))), ("spec",), "routes"):
        for where, service in _entries(route, path, "services"):
            if service.get("kind", "Service") == "Service":
                port = port_reference(service.get("port"))
                found = _named(where, service, "name", port, protocol)
                yield found._replace(namespace=text(service.get("namespace")))


def _virtual_server(document: Document) -> Iterator[Backend]:
    spec = mapping(document.value(("spec",)))
    is_udp = mapping(spec.get("listener")).get("protocol") == "UDP"
    for path, upstream in _entries(spec, ("spec",), "upstreams"):
        port = whole(upstream.get("port"))
        found = _named(path, upstream, "service", port, "UDP" if is_udp else "TCP")
        # A Service of another namespace is written as namespace/name.
        namespace, _, name = found.name.rpartition("/")
        yield found._replace(namespace=namespace, name=name)


def _named(
    path: Path, entry: Data, field: str, port: int | str | None, protocol: str = "TCP"
) -> Backend:
    """Return the backend of an entry with a port, whose ``field`` is the name of the Service."""
    return Backend((*path, field), (*path, "port"), "", text(entry.get(field)), port, protocol)


def _openshift_route(document: Document) -> Iterator[Backend]:
    spec = mapping(document.value(("spec",)))
    port = port_reference(mapping(spec.get("port")).get("targetPort"))
    groups = [(("spec", "to"), mapping(spec.get("to")))]
    for path, target in [*groups, *_entries(spec, ("spec",), "alternateBackends")]:
        if target.get("kind", "Service") == "Service":
            name, at = text(target.get("name")), ("spec", "port", "targetPort")
            yield Backend((*path, "name"), at, "", name, port, is_target=True)


ROUTERS: dict[tuple[str, str], Callable[[Document], Iterator[Backend]]] = {
    ("networking.istio.io", "VirtualService"): _virtual_service,
    ("projectcontour.io", "HTTPProxy"): _http_proxy,
    **{
        (group, kind): _ingress_route
        for group in ("traefik.io", "traefik.containo.us")
        for kind in ("IngressRoute", "IngressRouteTCP", "IngressRouteUDP")
    },
    **{
        ("k8s.nginx.org", kind): _virtual_server
        for kind in ("VirtualServer", "VirtualServerRoute", "TransportServer")
    },
    ("route.openshift.io", "Route"): _openshift_route,
}
