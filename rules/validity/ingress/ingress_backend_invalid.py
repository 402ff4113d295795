"""A backend of an Ingress does not name exactly one Service or resource."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.ingress import backends
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import path_segment_problem, subdomain_problem
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
    for field in ("kind", "name"):
        text = resource.get(field, "")
        if not text:
            yield refused(
                (*path, field),
                f"the resource of the backend has no {field}",
                f"set {field}",
                reason="FieldValueRequired",
            )
        elif (problem := path_segment_problem(text)) is not None:
            yield refused((*path, field), f"the {field} {text!r} {problem}", "correct the name")
    group = resource.get("apiGroup")
    problem = None if group is None else subdomain_problem(group)
    if problem is not None:
        yield refused(
            (*path, "apiGroup"),
            f"the apiGroup {group!r} {problem}",
            "write the API group without a version, or leave apiGroup out",
        )
