"""Backends: the Services that Ingresses, routes, webhooks, meshes and others refer to.

Ingresses are read here, by the API references of networking.k8s.io (v1, v1beta1) and
extensions/v1beta1; ConfigMaps as ingress controllers read them; all other kinds by the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from svclint.kubernetes.inventory import Inventory, kind_key
from svclint.kubernetes.targets.backend import Backend, port_reference
from svclint.kubernetes.targets.backend_table import TABLE
from svclint.kubernetes.targets.exposed_ports import exposed_ports
from svclint.kubernetes.targets.object_index import service_index
from svclint.kubernetes.targets.table_reading import backends_by_rows
from svclint.model import Data, Path
from svclint.model.data import group_of, mapping, sequence, text, whole
from svclint.source import Document
from svclint.source.kinds import CONFIGURED, ROUTE_KINDS, WEBHOOK_KINDS

_INGRESS = ("networking.k8s.io", "Ingress")
# Kinds whose traffic goes to the cluster IP of a Service, or may.
CLUSTER_IP_KINDS = ("Ingress", *sorted(ROUTE_KINDS), *sorted(WEBHOOK_KINDS), "APIService")
BACKEND_KINDS = ("Ingress", "ConfigMap", *dict.fromkeys(kind for kind, _ in TABLE), CONFIGURED)
# A listener of NGINX for TLS passes TCP on.
_OF_LISTENER = {"UDP": "UDP"}
# With these fields, an upstream of APISIX is not about a Service of its name.
_NOT_OF_SERVICE = frozenset(("externalNodes", "discovery"))
_ALB_ACTION = "alb.ingress.kubernetes.io/actions."
# The Service of this name answers if those of the rules have no pods.
_NGINX_DEFAULT = "nginx.ingress.kubernetes.io/default-backend"
# With these annotations, ingress-nginx answers itself; the backend is only there to be valid.
_NGINX_ANSWERS = frozenset(
    f"nginx.ingress.kubernetes.io/{name}"
    for name in ("permanent-redirect", "temporal-redirect", "server-snippet", "default-backend")
)


# Several rules ask for the same document one after the other.
@lru_cache(maxsize=4)
def backends_of(document: Document, inventory: Inventory) -> list[tuple[Backend, list[Document]]]:
    """Return every backend of a document with the definitions of its Service.

    Backends of other kinds are left out, and names that only have a meaning for a controller.
    """
    return [
        (backend, _services_behind(document, backend, inventory))
        for backend in _read(document, inventory)
        if backend.name and not _is_substituted(backend)
    ]


def _read(document: Document, inventory: Inventory) -> Iterable[Backend]:
    group, kind = group_of(document.api_version), document.kind
    if kind_key(document) == _INGRESS:
        return _ingress(document)
    if kind == "ConfigMap":
        return exposed_ports(document)
    rows = TABLE.get((kind, group), ()) + inventory.backend_rows.get((kind, group), ())
    if kind == "TransportServer":
        protocol = text(document.value(("spec", "listener", "protocol")))
        rows = tuple(row._replace(protocol=_OF_LISTENER.get(protocol, "TCP")) for row in rows)
    if kind == "ApisixUpstream" and mapping(document.value(("spec",))).keys() & _NOT_OF_SERVICE:
        return ()
    return backends_by_rows(document, rows) if rows else ()


def _is_substituted(backend: Backend) -> bool:
    """Return whether a name is a variable, which Flux or kustomize replaces."""
    return any(mark in text for text in (backend.namespace, backend.name) for mark in ("$(", "${"))


def _services_behind(document: Document, backend: Backend, inventory: Inventory) -> list[Document]:
    return inventory.find(document, "", "Service", backend.name, backend.namespace)


def callers(inventory: Inventory) -> Iterator[Document]:
    """Yield every object of a run that may refer to Services as backends."""
    yield from inventory.of_kind(*_INGRESS)
    yield from inventory.of_kind("", "ConfigMap")
    for kind, group in dict.fromkeys((*TABLE, *inventory.backend_rows)):
        yield from inventory.of_kind(group, kind)


def backend_namespaces(
    document: Document, backend: Backend, inventory: Inventory
) -> tuple[str, ...]:
    """Return the namespaces in which a backend is looked up."""
    return (backend.namespace,) if backend.namespace else inventory.namespaces(document)


def services_named(around: Document, name: str, inventory: Inventory) -> list[Document]:
    """Return the Services with a name, in any namespace, deployed together with an object."""
    index = service_index(_placed_name, inventory)
    numbers = sorted(inventory.numbers(around))
    found = (each for number in numbers for each in index.find((number, name)))
    return list({id(each): each for each in found}.values())


def _placed_name(service: Document, inventory: Inventory) -> list[tuple[int, str]]:
    return [(number, service.object_name.name) for number in inventory.numbers(service)]


def _ingress(document: Document) -> Iterator[Backend]:
    annotations = mapping(document.value(("metadata", "annotations")))
    default = text(annotations.get(_NGINX_DEFAULT))
    if default:
        where: Path = ("metadata", "annotations", _NGINX_DEFAULT)
        yield Backend(where, where, "", default, None)
    if not _NGINX_ANSWERS.isdisjoint(annotations):
        return
    for path, backend in _ingress_backends(mapping(document.value(("spec",)))):
        found = _ingress_backend(path, backend)
        is_pseudo = found.port == "use-annotation" or f"{_ALB_ACTION}{found.name}" in annotations
        if not is_pseudo:
            yield found


def _ingress_backends(spec: Data) -> Iterator[tuple[Path, Data]]:
    for name in ("defaultBackend", "backend"):
        if isinstance(spec.get(name), dict):
            yield ("spec", name), mapping(spec[name])
    for number, rule in enumerate(sequence(spec.get("rules"))):
        paths = sequence(mapping(mapping(rule).get("http")).get("paths"))
        for at, path in enumerate(paths):
            where: Path = ("spec", "rules", number, "http", "paths", at, "backend")
            yield where, mapping(mapping(path).get("backend"))


def _ingress_backend(path: Path, backend: Data) -> Backend:
    """Return a backend of networking.k8s.io/v1 or of the older versions."""
    if "serviceName" in backend:
        name_path, port_path = (*path, "serviceName"), (*path, "servicePort")
        port = port_reference(backend.get("servicePort"))
        return Backend(name_path, port_path, "", text(backend.get("serviceName")), port)
    service = mapping(backend.get("service"))
    written = mapping(service.get("port"))
    field = "number" if "number" in written else "name"
    name_path, port_path = (*path, "service", "name"), (*path, "service", "port", field)
    # A name of digits is none, while older versions had one field for both.
    port = text(written.get(field)) or None if field == "name" else whole(written.get(field))
    return Backend(name_path, port_path, "", text(service.get("name")), port)
