"""An Ingress, a route or a webhook names a Service that is not in the checked files."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.proximity import distance, is_near
from svclint.kubernetes.targets import (
    BACKEND_KINDS,
    Backend,
    backend_namespaces,
    backends_of,
    services_named,
    similarly_named_services,
)
from svclint.model import Report, Severity, set_to
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("backend-service-missing", Severity.WARNING, since="0.1", kinds=BACKEND_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """An Ingress, a route or a webhook names a Service that is not in the checked files."""
    for backend, services in backends_of(document, inventory):
        if services:
            continue
        namespaces = backend_namespaces(document, backend, inventory)
        quoted = ", ".join(f'"{each}"' for each in namespaces)
        message = f'Service "{backend.name}" not found in namespace {quoted}'
        similar = _similar_service(document, backend, inventory)
        if similar is None:
            yield Report(
                backend.path,
                f"{message}; it may be defined outside the checked files",
                "check its name and namespace",
                severity=Severity.INFO,
                is_elsewhere=True,
            )
            continue
        name, namespace = similar.object_name.name, inventory.namespaces(similar)[0]
        place, _ = similar.locate(("metadata", "name"))
        if namespace in namespaces:
            yield Report(
                backend.path,
                f'{message}; did you mean "{name}" ({place.file}:{place.line})?',
                f"write {name}",
                fix=set_to(backend.path, name, is_safe=False),
            )
            continue
        is_certain = _have_namespaces(document, similar)
        reason = "" if is_certain else ", but both may be applied to one namespace"
        yield Report(
            backend.path,
            f'{message}; it is defined in namespace "{namespace}" ({place.file}:{place.line})'
            f"{reason}",
            "refer to the Service in its namespace",
            severity=None if is_certain else Severity.INFO,
        )


def _similar_service(document: Document, backend: Backend, inventory: Inventory) -> Document | None:
    """Return a near Service with a similar name, or one with that name in another namespace."""
    namespaces = backend_namespaces(document, backend, inventory)
    for service in similarly_named_services(backend.name, namespaces, inventory):
        if is_near(document, service):
            return service
    named = services_named(backend.name, inventory)
    near = [service for service in named[:50] if distance(service, document) <= 1]
    return near[0] if near else None


def _have_namespaces(document: Document, service: Document) -> bool:
    """Return whether both set metadata.namespace, so that no option can change it."""
    return bool(document.object_name.namespace and service.object_name.namespace)
