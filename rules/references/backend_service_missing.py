"""An Ingress, a route or a webhook names a Service that is not in the checked files."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.objects.syntax import dns_label_problem
from svclint.kubernetes.targets import (
    BACKEND_KINDS,
    SERVICES_OF_CLUSTERS,
    Backend,
    absent,
    backend_namespaces,
    backends_of,
    declared_hosts,
    is_made_by_operator,
    nearly_absent,
    place_of,
    services_named,
    similarly_named_services,
)
from svclint.kubernetes.targets.experiments import is_made_by_experiment
from svclint.kubernetes.targets.operators import is_named_by_resource
from svclint.kubernetes.targets.release_namespaces import may_share_namespace
from svclint.kubernetes.targets.releases import is_of_release
from svclint.model import Report, Severity, set_to
from svclint.model.data import mapping, text
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("backend-service-missing", Severity.WARNING, since="0.1", kinds=BACKEND_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """An Ingress, a route or a webhook names a Service that is not in the checked files."""
    for backend, services in backends_of(document, inventory):
        if any(inventory.are_together(document, each) for each in services):
            continue
        spaces = backend_namespaces(document, backend, inventory)
        if any((backend.name, space) in SERVICES_OF_CLUSTERS for space in spaces):
            continue
        quoted = ", ".join(f'"{each}"' for each in spaces)
        fact = f'Service "{backend.name}" not found in namespace {quoted}'
        if not services and (
            is_made_by_operator(document, (backend.name,), inventory)
            or is_made_by_experiment(document, backend.name, inventory)
            or _is_declared(document, backend, inventory)
        ):
            continue
        if "namespace" in mapping(document.value(backend.path[:-1])) and document.kind == "Ingress":
            # The Ingress is meant to use another namespace, which is reported as unknown field.
            continue
        named = services_named(document, backend.name, inventory)
        if any(may_share_namespace(document, each, inventory) for each in named):
            continue
        if backend.namespace and _may_be_there(document, backend, inventory):
            continue
        near_miss = _near_miss(document, backend, fact, inventory)
        if near_miss is not None:
            yield nearly_absent(near_miss, document, inventory)
        elif (
            not services
            and dns_label_problem(backend.name) is None
            and not _is_elsewhere(document, backend, inventory)
        ):
            is_closed = inventory.is_closed(document, ("Service",))
            if not is_closed and (
                is_of_release(document, (backend.name,), inventory)
                or is_named_by_resource(backend.name, inventory)
            ):
                continue
            report = Report(backend.path, fact, "check its name and namespace")
            yield from absent(report, document, inventory, namespace=backend.namespace)


def _is_declared(document: Document, backend: Backend, inventory: Inventory) -> bool:
    """Return whether a ServiceEntry of Istio declares the host, which needs no Service then."""
    hosts = declared_hosts(inventory)
    if not hosts:
        return False
    spaces = backend_namespaces(document, backend, inventory)
    names = {f"{backend.name}.{space}.svc.cluster.local" for space in spaces}
    names.add(text(document.value(backend.path)) or backend.name)
    return any(name in hosts for name in names)


def _may_be_there(document: Document, backend: Backend, inventory: Inventory) -> bool:
    """Return whether a Service without a namespace may be applied to the one that is named."""
    named = services_named(document, backend.name, inventory)
    return bool(named) and not all(map(inventory.has_namespace, named))


def _is_elsewhere(document: Document, backend: Backend, inventory: Inventory) -> bool:
    return inventory.is_elsewhere(document, "", "Service", backend.name, backend.namespace)


def _near_miss(
    document: Document, backend: Backend, fact: str, inventory: Inventory
) -> Report | None:
    """Return a report of what is deployed together with an object and was probably meant."""
    similar = similarly_named_services(document, backend.name, backend.namespace, inventory)
    if similar and not _is_elsewhere(document, backend, inventory):
        # A host can also be a domain name.
        is_name = document.value(backend.path) == backend.name
        name = similar[0].object_name.name
        return Report(
            backend.path,
            f'{fact}; did you mean "{name}" ({place_of(similar[0])})?',
            f"write {name}",
            fix=set_to(backend.path, name, is_safe=False) if is_name else None,
        )
    named = services_named(document, backend.name, inventory)
    if not named:
        return None
    namespace = inventory.namespaces(named[0])[0]
    # Of two files, one may be applied to the namespace of the other.
    is_certain = document.file == named[0].file or inventory.has_namespace(document)
    is_written = bool(named[0].object_name.namespace)
    reason = "" if is_written and is_certain else ", unless it is applied with --namespace"
    return Report(
        backend.path,
        f'{fact}; it is defined in namespace "{namespace}" ({place_of(named[0])}){reason}',
        _other_namespace(document, backend, namespace),
        severity=None if is_certain else Severity.NOTE,
    )


def _other_namespace(document: Document, backend: Backend, namespace: str) -> str:
    """Return the remedy for a Service in another namespace than the reference says."""
    if document.value((*backend.path[:-1], "namespace")) == backend.namespace:
        return f"write namespace: {namespace}"
    value, written = document.value(backend.path), f"{backend.name}.{backend.namespace}"
    if isinstance(value, str) and f"{value}.".startswith(f"{written}."):
        return f"write {backend.name}.{namespace}{value.removeprefix(written)}"
    return "use one namespace for both"
