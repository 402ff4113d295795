"""Hosts and paths: which requests Ingresses and Gateway routes take, and from which entry point.

Source: the API references of networking.k8s.io and gateway.networking.k8s.io, and the annotations
of ingress-nginx, NGINX, Traefik, Kong, HAProxy and the AWS load balancer controller.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Iterator
from typing import Any, NamedTuple

from svclint.kubernetes.ingress import FORMER_PATH_TYPE, INGRESS, LIKELY_PATH_TYPE
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.object_index import ObjectIndex, object_index
from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text
from svclint.source import Document

HOST_KINDS = ("Ingress", "HTTPRoute", "GRPCRoute", "TLSRoute")
CLASS_ANNOTATION = "kubernetes.io/ingress.class"
_GATEWAY_GROUP = "gateway.networking.k8s.io"
# Each Ingress of these classes gets a load balancer or device of its own.
_SEPARATE_CLASSES = frozenset(("alb", "gce", "gce-internal", "tailscale"))
# Annotations that decide which requests an Ingress takes, beside its hosts and paths.
_DECIDES = re.compile(
    r"alb\.ingress\.kubernetes\.io/|canary|mergeable|match|priority|entry-?points|"
    r"/methods|/headers\.|protocols|rule-type|/service-weights"
)


# The API server takes no more of a route: each host is combined with each match and parent.
_MOST_HOSTS, _MOST_PARENTS = 16, 32


class HostPath(NamedTuple):
    """Requests that an object takes: two objects with the same ``key`` take the same requests.

    ``path`` is the place in the object, ``host`` and ``match`` are its own terms.
    """

    path: Path
    key: Hashable
    host: str
    match: str


def ingresses(inventory: Inventory) -> list[Document]:
    """Return every Ingress of a run, of any version."""
    return inventory.of_kind("networking.k8s.io", "Ingress")


def ingress_class(document: Document) -> tuple[Path, str]:
    """Return where an Ingress names its class, and the name; empty if it names none."""
    path: Path = ("spec", "ingressClassName")
    written = text(document.value(path))
    if written:
        return path, written
    path = ("metadata", "annotations", CLASS_ANNOTATION)
    return path, text(document.value(path))


def host_paths(document: Document, inventory: Inventory) -> list[HostPath]:
    """Return the requests that an Ingress or route takes, as far as its fields alone decide."""
    if document.kind != "Ingress":
        return list(_route_paths(document, inventory))
    _, name = ingress_class(document)
    annotations = mapping(document.value(("metadata", "annotations")))
    if name in _SEPARATE_CLASSES or any(_DECIDES.search(each) for each in annotations):
        return []
    return list(_ingress_paths(document, name))


def host_path_index(inventory: Inventory) -> ObjectIndex:
    """Return the index of all Ingresses and routes by deployment and key of each host and path."""
    return object_index(_host_path_keys, inventory, lambda: _all_of_host_kinds(inventory))


def rule_hosts(document: Document) -> list[str]:
    """Return the host of each rule of an Ingress; empty for a rule that takes every host."""
    rules = sequence(document.value(("spec", "rules")))
    return [text(mapping(rule).get("host")).lower() for rule in rules]


def wildcard_of(host: str) -> str:
    """Return the wildcard that covers a host."""
    return f"*.{host.partition('.')[2]}"


def is_host_served(document: Document, host: str, inventory: Inventory) -> bool:
    """Return whether a rule of any Ingress deployed together with one has a host."""
    index = object_index(_host_keys, inventory, lambda: ingresses(inventory))
    keys = [("host", host), ("host", wildcard_of(host))]
    if host.startswith("*."):
        keys = [("host", host), ("below", host)]
    numbers = inventory.numbers(document)
    return any(any(index.find((number, *key))) for number in numbers for key in keys)


def _all_of_host_kinds(inventory: Inventory) -> Iterator[Document]:
    yield from ingresses(inventory)
    for kind in HOST_KINDS[1:]:
        yield from inventory.of_kind(_GATEWAY_GROUP, kind)


def _host_path_keys(document: Document, inventory: Inventory) -> Iterable[Hashable]:
    keys = {each.key for each in host_paths(document, inventory)}
    return {(number, key) for number in inventory.numbers(document) for key in keys}


def _host_keys(document: Document, inventory: Inventory) -> Iterable[Hashable]:
    for number in inventory.numbers(document):
        for host in rule_hosts(document):
            yield number, "host", host
            yield number, "below", wildcard_of(host)


def _ingress_paths(document: Document, class_name: str) -> Iterator[HostPath]:
    is_former = document.api_version != INGRESS.api_version
    unwritten = FORMER_PATH_TYPE if is_former else LIKELY_PATH_TYPE
    for number, rule in enumerate(sequence(document.value(("spec", "rules")))):
        host = text(mapping(rule).get("host")).lower()
        entries = sequence(mapping(mapping(rule).get("http")).get("paths"))
        for at, each in enumerate(entries):
            entry = mapping(each)
            path_type = text(entry.get("pathType")) or unwritten
            path = text(entry.get("path")) or "/"
            if path_type == "Prefix":
                path = path.rstrip("/") or "/"
            where = ("spec", "rules", number, "http", "paths", at)
            place = (*where, "path") if "path" in entry else where
            yield HostPath(place, ("Ingress", class_name, host, path_type, path), host, path)


def _route_paths(document: Document, inventory: Inventory) -> Iterator[HostPath]:
    references = _parents(document)[:_MOST_PARENTS]
    parents = [_parent(mapping(each), document, inventory) for each in references]
    names = sequence(document.value(("spec", "hostnames")))[:_MOST_HOSTS]
    hosts = [text(each).lower() for each in names]
    for number, rule in enumerate(sequence(document.value(("spec", "rules")))):
        matches = sequence(mapping(rule).get("matches"))
        for at, match in enumerate(matches or [{}]):
            where: Path = ("spec", "rules", number)
            where = (*where, "matches", at) if matches else where
            shown, normal = _match(mapping(match), document.kind)
            for parent in parents:
                for host in hosts or [""]:
                    yield HostPath(where, (document.kind, parent, host, normal), host, shown)


def _parents(document: Document) -> list[Any]:
    return sequence(document.value(("spec", "parentRefs")))


def _parent(reference: Data, document: Document, inventory: Inventory) -> tuple[str, ...]:
    """Return what a route is attached to, down to the listener.

    A route of a mesh that is in another namespace than its Service is for that namespace alone.
    """
    own = inventory.namespaces(document)[0]
    kind, name = text(reference.get("kind")) or "Gateway", text(reference.get("name"))
    namespace = text(reference.get("namespace")) or own
    listener = (text(reference.get("sectionName")), str(reference.get("port") or ""))
    return (kind, namespace, name, *listener, own if kind == "Service" else "")


def _match(match: Data, kind: str) -> tuple[str, str]:
    """Return the path or method of a match, and the whole match with its defaults as JSON."""
    if kind != "HTTPRoute":
        method = mapping(match.get("method"))
        names = text(method.get("service")), text(method.get("method"))
        shown = f"/{names[0] or '*'}/{names[1] or '*'}" if any(names) else ""
        return shown, json.dumps(match, sort_keys=True, default=str)
    path = {"type": "PathPrefix", "value": "/", **mapping(match.get("path"))}
    return text(path["value"]), json.dumps({**match, "path": path}, sort_keys=True, default=str)
