"""A route names a Service of another namespace, and no ReferenceGrant lets it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.proximity import is_near
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
    """A route names a Service of another namespace, and no ReferenceGrant lets it."""
    own = inventory.namespaces(document)
    for backend, services in backends_of(document, inventory):
        if not backend.namespace or backend.namespace in own:
            continue
        if not any(_grants(each, document, backend, own) for each in _in(backend, inventory)):
            is_here = bool(services) and is_near(document, services[0])
            elsewhere = "" if is_here else "; it may be defined elsewhere"
            yield Report(
                (*backend.path[:-1], "namespace"),
                f"no ReferenceGrant in namespace {backend.namespace} lets {document.kind}s of "
                f"namespace {own[0]} use Service {backend.name}{elsewhere}",
                f"add a ReferenceGrant to namespace {backend.namespace}",
                severity=Severity.WARNING if is_here else Severity.INFO,
                is_elsewhere=not is_here,
            )


def _in(backend: Backend, inventory: Inventory) -> list[Document]:
    if "grants" not in inventory.cache:
        grants: dict[str, list[Document]] = {}
        for grant in inventory.of_kind(_GROUP, "ReferenceGrant"):
            for namespace in inventory.namespaces(grant):
                grants.setdefault(namespace, []).append(grant)
        inventory.cache["grants"] = grants
    found: dict[str, list[Document]] = inventory.cache["grants"]
    return found.get(backend.namespace, [])


def _grants(
    grant: Document, document: Document, backend: Backend, namespaces: tuple[str, ...]
) -> bool:
    """Return whether a grant lets this kind of route, from its namespace, to this Service."""
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
