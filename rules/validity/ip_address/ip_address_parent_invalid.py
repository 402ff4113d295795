"""An IPAddress names no valid parent."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import path_segment_problem, subdomain_problem
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule

PATH = ("spec", "parentRef")


@object_rule("ip-address-parent-invalid", Severity.ERROR, since="0.1", kinds=("IPAddress",))
def rule(ip_address: KubernetesObject) -> Iterator[Report]:
    """An IPAddress names no valid parent."""
    parent = ip_address.spec.get("parentRef")
    if parent is None:
        yield refused(
            PATH,
            "the IPAddress has no parentRef",
            "name the object that the address belongs to; allocated addresses have a Service",
            reason="FieldValueRequired",
        )
        return
    for field in ("resource", "name", "namespace"):
        text = parent.get(field, "")
        if not text and field != "namespace":
            yield refused(
                (*PATH, field),
                f"the parent has no {field}",
                f"set {field}",
                reason="FieldValueRequired",
            )
        elif (problem := path_segment_problem(text)) is not None:
            yield refused((*PATH, field), f"the {field} {text!r} {problem}", f"correct the {field}")
    group = parent.get("group", "")
    problem = subdomain_problem(group) if group else None
    if problem is not None:
        yield refused(
            (*PATH, "group"),
            f"the group {group!r} {problem}",
            "write the API group without a version, or leave it out for the core group",
        )
