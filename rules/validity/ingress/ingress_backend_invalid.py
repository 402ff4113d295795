"""A backend of an Ingress does not name exactly one Service or resource."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.ingress import backends
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.object_reference import group_reports, name_reports
from svclint.model import Data, Path, Report, Severity, refused
from svclint.rule import object_rule


@object_rule("ingress-backend-invalid", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """A backend of an Ingress does not name exactly one Service or resource."""
    for path, backend in backends(ingress):
        service, resource = backend.get("service"), backend.get("resource")
        if service is not None and resource is not None:
            yield refused(
                path,
                "the backend has both a service and a resource",
                "keep one of them",
                at_key=True,
            )
        elif resource is not None:
            yield from _resource((*path, "resource"), resource)
        elif service is None:
            yield refused(
                path,
                "the backend has neither a service nor a resource",
                "name a Service: service: {name: …, port: {number: …}}",
                at_key=True,
            )


def _resource(path: Path, resource: Data) -> Iterator[Report]:
    yield from name_reports(path, resource, "the resource of the backend has", ("kind", "name"))
    if (group := resource.get("apiGroup")) is not None:
        yield from group_reports((*path, "apiGroup"), group)
