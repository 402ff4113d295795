"""The parameters of an IngressClass name no object of its scope."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.object_reference import group_reports, name_reports
from svclint.kubernetes.objects.syntax import dns_label_problem
from svclint.model import Data, Report, Severity, refused, remove, set_to
from svclint.model.suggestions import likely_value
from svclint.rule import object_rule

PATH = ("spec", "parameters")
SCOPES = ("Cluster", "Namespace")


@object_rule(
    "ingress-class-parameters-invalid", Severity.ERROR, since="0.1", kinds=("IngressClass",)
)
def rule(ingress_class: KubernetesObject) -> Iterator[Report]:
    """The parameters of an IngressClass name no object of its scope."""
    parameters = ingress_class.spec.get("parameters")
    if parameters is None:
        return
    yield from name_reports(PATH, parameters, "the parameters have", ("kind", "name"))
    if (group := parameters.get("apiGroup")) is not None:
        yield from group_reports((*PATH, "apiGroup"), group)
    yield from _scope(parameters)


def _scope(parameters: Data) -> Iterator[Report]:
    scope, namespace = parameters["scope"], parameters.get("namespace")
    path = (*PATH, "namespace")
    if scope not in SCOPES:
        meant = likely_value(scope, SCOPES)
        yield refused(
            (*PATH, "scope"),
            f"scope {scope!r} is not supported",
            f"write scope: {meant}" if meant else "use Cluster or Namespace",
            reason="FieldValueNotSupported",
            fix=set_to((*PATH, "scope"), meant) if meant else None,
        )
    elif scope == "Cluster" and namespace is not None:
        yield refused(
            path,
            "parameters of scope Cluster have no namespace",
            "remove namespace, or set scope: Namespace",
            reason="FieldValueForbidden",
            at_key=True,
            fix=None if namespace else remove(path, is_safe=False),
        )
    elif scope == "Namespace" and not namespace:
        yield refused(
            path,
            "parameters of scope Namespace need a namespace",
            "set namespace, or scope: Cluster",
            reason="FieldValueRequired",
        )
    elif scope == "Namespace" and (problem := dns_label_problem(namespace)) is not None:
        yield refused(
            path, f"the namespace {namespace!r} {problem}", "write the name of a namespace"
        )
