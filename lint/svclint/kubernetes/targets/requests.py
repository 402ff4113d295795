"""The requests that a backend receives: hosts and paths, as its Ingress, route or router writes.

Source: the API references of networking.k8s.io, gateway.networking.k8s.io, networking.istio.io,
projectcontour.io, traefik.io and route.openshift.io.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text
from svclint.source import Document

_ANY_HOST = "*"


def requests_to(document: Document, path: Path) -> tuple[str, ...]:
    """Return the hosts and paths (``shop.example/api``) for which a backend is chosen.

    ``path`` is that of the backend. Nothing for objects whose requests have neither.
    """
    reader = _READERS.get(document.kind)
    return () if reader is None else tuple(dict.fromkeys(reader(document, path)))


def _ingress(document: Document, path: Path) -> Sequence[str]:
    if path[:2] != ("spec", "rules"):
        return ["every other request"]
    rule = mapping(document.value(path[:3]))
    return [_joined(text(rule.get("host")), text(mapping(document.value(path[:6])).get("path")))]


def _route(document: Document, path: Path) -> Sequence[str]:
    hosts = [text(each) for each in sequence(document.value(("spec", "hostnames")))]
    matches = sequence(mapping(document.value(path[:3])).get("matches"))
    paths = [_matched(mapping(each)) for each in matches]
    return [_joined(host, each) for host in hosts or [""] for each in paths or [""]]


def _matched(match: Data) -> str:
    """Return the path of a match of an HTTPRoute, or the service and method of a GRPCRoute."""
    method = match.get("method")
    if isinstance(method, dict):
        names = text(method.get("service")), text(method.get("method"))
        return "/" + "/".join(filter(None, names))
    return text(mapping(match.get("path")).get("value"))


def _virtual_service(document: Document, path: Path) -> Sequence[str]:
    hosts = [text(each) for each in sequence(document.value(("spec", "hosts")))]
    matches = sequence(mapping(document.value(path[:3])).get("match"))
    paths = [_first_text(mapping(each).get("uri")) for each in matches]
    return [_joined(host, each) for host in hosts or [""] for each in paths or [""]]


def _http_proxy(document: Document, path: Path) -> Sequence[str]:
    host = text(document.value(("spec", "virtualhost", "fqdn")))
    conditions = sequence(mapping(document.value(path[:3])).get("conditions"))
    prefixes = [text(mapping(each).get("prefix")) for each in conditions]
    return [_joined(host, "".join(filter(None, prefixes)))] if host or any(prefixes) else []


def _ingress_route(document: Document, path: Path) -> Sequence[str]:
    match = text(mapping(document.value(path[:3])).get("match"))
    return [match] if match else []


def _openshift_route(document: Document, _path: Path) -> Sequence[str]:
    spec = mapping(document.value(("spec",)))
    host = text(spec.get("host"))
    return [_joined(host, text(spec.get("path")))] if host else []


def _joined(host: str, path: str) -> str:
    return f"{host or _ANY_HOST}{path}"


def _first_text(value: Any) -> str:
    """Return the text of a match by ``exact``, ``prefix`` or ``regex``."""
    return next(filter(None, map(text, mapping(value).values())), "")


_READERS: dict[str, Callable[[Document, Path], Sequence[str]]] = {
    "Ingress": _ingress,
    "HTTPRoute": _route,
    "GRPCRoute": _route,
    "TLSRoute": _route,
    "VirtualService": _virtual_service,
    "HTTPProxy": _http_proxy,
    **dict.fromkeys(("IngressRoute", "IngressRouteTCP"), _ingress_route),
    "Route": _openshift_route,
}
