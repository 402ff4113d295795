"""A route refers to a Service in another namespace, but no ReferenceGrant allows it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.reference_limit import count_found
from svclint.kubernetes.targets import Backend, backends_of
from svclint.model import Report, Severity
from svclint.model.data import mapping, sequence
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import ROUTE_KINDS

_GROUP = "gateway.networking.k8s.io"


@reference_rule(
    "backend-not-granted", Severity.WARNING, since="0.1", kinds=tuple(sorted(ROUTE_KINDS))
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A route refers to a Service in another namespace, but no ReferenceGrant allows it."""
    own = inventory.namespaces(document)
    if _is_of_mesh(document):
        return
    for backend, services in backends_of(document, inventory):
        if not backend.sends or not backend.namespace or backend.namespace in own:
            continue
        if not any(
            _allows(each, document, backend, own) for each in _grants_beside(backend, inventory)
        ):
            is_here = bool(services) and inventory.are_together(document, services[0])
            if not is_here and not inventory.has_namespace(document):
                # The route may be applied to the namespace of the Service.
                continue
            elsewhere = "" if is_here else "; one may be defined outside the checked files"
            yield Report(
                (*backend.path[:-1], "namespace"),
                f'no ReferenceGrant in namespace "{backend.namespace}" allows {document.kind}s in '
                f'namespace "{own[0]}" to use Service "{backend.name}"{elsewhere}',
                f'add a ReferenceGrant to namespace "{backend.namespace}"',
                severity=Severity.WARNING if is_here else Severity.NOTE,
                is_elsewhere=not is_here,
            )


def _is_of_mesh(route: Document) -> bool:
    """Return whether a route is about the clients of Services, in the namespace of which it is.

    Such a consumer route needs no grant; source: GEP-1294 of the Gateway API.
    """
    parents = [mapping(entry) for entry in sequence(route.value(("spec", "parentRefs")))]
    return bool(parents) and all(parent.get("kind") == "Service" for parent in parents)


def _grants_beside(backend: Backend, inventory: Inventory) -> list[Document]:
    """Return the ReferenceGrants in the namespace of a backend."""

    def compute() -> dict[str, list[Document]]:
        grants: dict[str, list[Document]] = {}
        for grant in inventory.of_kind(_GROUP, "ReferenceGrant"):
            for namespace in inventory.namespaces(grant):
                grants.setdefault(namespace, []).append(grant)
        return grants

    found = inventory.cache.computed("grants", compute)
    granted = found.get(backend.namespace, [])
    count_found(len(granted))
    return granted


def _allows(
    grant: Document, document: Document, backend: Backend, namespaces: tuple[str, ...]
) -> bool:
    """Return whether a grant allows routes of this kind and namespace to use this Service."""
    origins = [mapping(entry) for entry in sequence(grant.value(("spec", "from")))]
    goals = [mapping(entry) for entry in sequence(grant.value(("spec", "to")))]
    return any(
        (origin.get("group"), origin.get("kind")) == (_GROUP, document.kind)
        and origin.get("namespace") in namespaces
        for origin in origins
    ) and any(
        (goal.get("group") or "", goal.get("kind")) == ("", "Service")
        and (goal.get("name") or backend.name) == backend.name
        for goal in goals
    )
