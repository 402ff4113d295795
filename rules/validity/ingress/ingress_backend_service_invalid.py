"""The Service of an Ingress backend has no valid name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.ingress import backends, tolerates_digit_names
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import dns_label_problem
from svclint.kubernetes.service.kind import SERVICE
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule("ingress-backend-service-invalid", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """The Service of an Ingress backend has no valid name."""
    may_be_digit = tolerates_digit_names(ingress)
    for path, backend in backends(ingress):
        service = backend.get("service")
        if service is None or backend.get("resource") is not None:
            continue
        name, place = service.get("name", ""), (*path, "service", "name")
        if not name:
            yield refused(
                place,
                "the backend names no Service",
                "set service.name to the name of a Service in the same namespace",
                reason="FieldValueRequired",
            )
            continue
        problem = SERVICE.name_problem(name, ingress.version)
        if problem is not None and not (may_be_digit and dns_label_problem(name) is None):
            yield refused(
                place,
                f"the Service name {name!r} {problem}",
                "write the name of a Service in the same namespace, not a DNS name",
            )
