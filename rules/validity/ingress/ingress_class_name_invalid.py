"""The ingressClassName of an Ingress cannot be the name of an IngressClass."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import subdomain_problem
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule("ingress-class-name-invalid", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """The ingressClassName of an Ingress cannot be the name of an IngressClass."""
    name, path = ingress.spec.get("ingressClassName"), ("spec", "ingressClassName")
    problem = None if name is None else subdomain_problem(name)
    if problem is not None:
        yield refused(
            path,
            f"ingressClassName {name!r} {problem if name else 'is empty'}",
            "write the name of an IngressClass, or leave it out for the default class",
        )
