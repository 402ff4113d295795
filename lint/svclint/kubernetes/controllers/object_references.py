"""References between the objects on the way to a Service: middlewares, includes, delegates.

The sources are the API references of the projects, which ``docs/kinds/backends.md`` links.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import is_meant
from svclint.model import Path
from svclint.model.data import group_of, mapping, text
from svclint.model.field_paths import values_at
from svclint.source import Document

# A larger run would feel a pass over all objects of a kind for each reference.
_MOST = 2000


class _Row(NamedTuple):
    """A field that refers to an object: its name, ``namespace/name``, or a mapping with both.

    ``condition`` is a field of the mapping and the value that it must have; without the field, the
    value is ``default``. ``is_dotted``: the name may be ``name.namespace``.
    """

    path: str
    group: str
    kind: str
    condition: tuple[str, str] = ("", "")
    default: str = ""
    is_dotted: bool = False


class ObjectReference(NamedTuple):
    """A reference to an object of a kind; ``path`` is that of the name.

    ``namespace`` is empty if it is that of the object itself.
    """

    path: Path
    group: str
    kind: str
    namespace: str
    name: str


_TRAEFIK_SERVICE = ("kind", "TraefikService")
_SERVER = ("kind", "Server")
_ROUTING = "spec.strategy.canary.trafficRouting"
_INGRESS = "networking.k8s.io"
_ISTIO = "networking.istio.io"

# Each of the API groups of Traefik, with the other: the older one is not read any more since 3.0.
TRAEFIK_GROUPS = {"traefik.io": "traefik.containo.us", "traefik.containo.us": "traefik.io"}


def _traefik(group: str) -> dict[tuple[str, str], tuple[_Row, ...]]:
    """Return the rows of one of the two API groups of Traefik."""
    service = (group, "TraefikService", _TRAEFIK_SERVICE)
    return {
        ("IngressRoute", group): (
            _Row("spec.routes[].middlewares[]", group, "Middleware"),
            _Row("spec.routes[].services[]", *service),
        ),
        ("IngressRouteTCP", group): (_Row("spec.routes[].middlewares[]", group, "MiddlewareTCP"),),
        ("TraefikService", group): (
            _Row("spec.weighted.services[]", *service),
            _Row("spec.mirroring.mirrors[]", *service),
        ),
        ("Middleware", group): (_Row("spec.chain.middlewares[]", group, "Middleware"),),
    }


# By kind and API group.
_TABLE: dict[tuple[str, str], tuple[_Row, ...]] = {
    **_traefik("traefik.io"),
    **_traefik("traefik.containo.us"),
    ("HTTPProxy", "projectcontour.io"): (
        _Row("spec.includes[]", "projectcontour.io", "HTTPProxy"),
        _Row("spec.tcpproxy.include", "projectcontour.io", "HTTPProxy"),
    ),
    ("VirtualServer", "k8s.nginx.org"): (
        _Row("spec.routes[].route", "k8s.nginx.org", "VirtualServerRoute"),
    ),
    ("VirtualService", _ISTIO): (_Row("spec.http[].delegate", _ISTIO, "VirtualService"),),
    ("AuthorizationPolicy", "policy.linkerd.io"): (
        _Row("spec.targetRef", "policy.linkerd.io", "Server", _SERVER),
    ),
    ("HTTPRoute", "policy.linkerd.io"): (
        _Row("spec.parentRefs[]", "policy.linkerd.io", "Server", _SERVER),
    ),
    ("ApisixRoute", "apisix.apache.org"): (
        _Row("spec.http[].upstreams[]", "apisix.apache.org", "ApisixUpstream"),
    ),
    # Without a kind, KEDA scales a Deployment.
    ("ScaledObject", "keda.sh"): (
        _Row("spec.scaleTargetRef", "apps", "Deployment", ("kind", "Deployment"), "Deployment"),
        _Row("spec.scaleTargetRef", "apps", "StatefulSet", ("kind", "StatefulSet")),
    ),
    ("Rollout", "argoproj.io"): (
        _Row(f"{_ROUTING}.nginx.stableIngress", _INGRESS, "Ingress"),
        _Row(f"{_ROUTING}.nginx.stableIngresses[]", _INGRESS, "Ingress"),
        _Row(f"{_ROUTING}.alb.ingress", _INGRESS, "Ingress"),
        _Row(f"{_ROUTING}.alb.ingresses[]", _INGRESS, "Ingress"),
        _Row(f"{_ROUTING}.istio.virtualService", _ISTIO, "VirtualService", is_dotted=True),
        _Row(f"{_ROUTING}.istio.virtualServices[]", _ISTIO, "VirtualService", is_dotted=True),
        _Row(f"{_ROUTING}.istio.destinationRule", _ISTIO, "DestinationRule"),
        _Row(f"{_ROUTING}.traefik.weightedTraefikServiceName", "traefik.io", "TraefikService"),
    ),
}
REFERRING_KINDS = tuple(dict.fromkeys(kind for kind, _ in _TABLE))


def object_references(document: Document) -> Iterator[ObjectReference]:
    """Yield the references of an object to others on the way to a Service."""
    for row in _TABLE.get((document.kind, group_of(document.api_version)), ()):
        for path, value in values_at(document.data, row.path):
            reference = mapping(value)
            field, wanted = row.condition
            if field and reference.get(field, row.default) != wanted:
                continue
            if isinstance(value, str):
                space, _, name = value.rpartition("/")
            else:
                space, name = text(reference.get("namespace")), text(reference.get("name"))
                path = (*path, "name")  # noqa: PLW2901 - the name is a field
            if row.is_dotted and "." in name:
                name, space = name.split(".")[:2]
            # A provider of Traefik that is not Kubernetes, or a part that is filled in later.
            if name and "@" not in name and "$" not in name:
                yield ObjectReference(path, row.group, row.kind, space, name)


def objects_referred_to(
    document: Document, reference: ObjectReference, inventory: Inventory
) -> list[Document]:
    """Return the definitions of an object that a reference names."""
    _, group, kind, namespace, name = reference
    return inventory.find(document, group, kind, name, namespace)


def nearest_objects(
    document: Document, group: str, kind: str, name: str, inventory: Inventory
) -> Iterator[Document]:
    """Yield the objects of a kind beside another one that a name was probably written for.

    One of the same name, in another namespace, is among them.
    """
    for other in islice(inventory.of_kind(group, kind), _MOST):
        if inventory.are_together(document, other) and is_meant(name, other.object_name.name):
            yield other
