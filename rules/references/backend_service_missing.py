"""An Ingress, a route or a webhook names a Service that is not in sight."""

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
    """An Ingress, a route or a webhook names a Service that is not in sight."""
    for backend, services in backends_of(document, inventory):
        if services:
            continue
        spaces = ", ".join(backend_namespaces(document, backend, inventory))
        words = f"no Service {backend.name} of namespace {spaces} is in sight"
        near = _near(document, backend, inventory)
        if near is None:
            yield Report(
                backend.path,
                f"{words}; it may be defined elsewhere",
                "check its name and namespace",
                severity=Severity.INFO,
                is_elsewhere=True,
            )
            continue
        name, space = near.object_name.name, inventory.namespaces(near)[0]
        place, _ = near.locate(("metadata", "name"))
        where = f"Service {name} of namespace {space} ({place.file}:{place.line})"
        is_same_space = space in backend_namespaces(document, backend, inventory)
        yield Report(
            backend.path,
            f"{words}, but {where} is",
            f"write {name}" if is_same_space else "name the Service where it lives",
            severity=None if is_same_space or _both_say(document, near) else Severity.INFO,
            fix=set_to(backend.path, name, is_safe=False) if is_same_space else None,
        )


def _near(document: Document, backend: Backend, inventory: Inventory) -> Document | None:
    """Find a Service of nearly that name near the document, or of that name elsewhere."""
    spaces = backend_namespaces(document, backend, inventory)
    for service in similarly_named_services(backend.name, spaces, inventory):
        if is_near(document, service):
            return service
    named = services_named(backend.name, inventory)
    near = [service for service in named[:50] if distance(service, document) <= 1]
    return near[0] if near else None


def _both_say(document: Document, service: Document) -> bool:
    """Return whether both files write their namespace, so that no option could put them together."""
    return bool(document.object_name.namespace and service.object_name.namespace)
