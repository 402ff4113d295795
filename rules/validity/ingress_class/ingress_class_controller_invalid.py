"""The controller of an IngressClass is not a domain-prefixed path."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_letters, digits

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import subdomain_problem
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule

MOST_BYTES = 250
REMEDY = "write it as DOMAIN/PATH, such as k8s.io/ingress-nginx"
PATH_CHARACTERS = frozenset(f"{ascii_letters}{digits}/-._~%!$&'()*+,;=:")


@object_rule(
    "ingress-class-controller-invalid", Severity.ERROR, since="0.1", kinds=("IngressClass",)
)
def rule(ingress_class: KubernetesObject) -> Iterator[Report]:
    """The controller of an IngressClass is not a domain-prefixed path."""
    controller, path = ingress_class.spec.get("controller", ""), ("spec", "controller")
    if not controller:
        yield refused(
            path,
            "the IngressClass names no controller",
            "set spec.controller as its controller documents it, such as k8s.io/ingress-nginx",
            reason="FieldValueRequired",
        )
        return
    size = len(controller.encode("utf-8", "replace"))
    if size > MOST_BYTES:
        message = f"the controller has {size} bytes; at most {MOST_BYTES} are allowed"
        yield refused(path, message, REMEDY, reason="FieldValueTooLong")
    elif (problem := _problem(controller)) is not None:
        yield refused(path, f"the controller {controller!r} {problem}", REMEDY)


def _problem(controller: str) -> str | None:
    domain, _, path = controller.partition("/")
    if not domain or not path:
        return "is not a domain, '/' and a path"
    if (problem := subdomain_problem(domain)) is not None:
        return f"has the domain {domain!r}, which {problem}"
    unexpected = [character for character in path if character not in PATH_CHARACTERS]
    if unexpected:
        return f"has a path that contains {unexpected[0]!r}"
    return None
