"""An IPAddress names no valid parent."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.object_reference import (
    group_reports,
    name_reports,
    segment_reports,
)
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
    yield from name_reports(PATH, parent, "the parent has", ("resource", "name"))
    yield from segment_reports((*PATH, "namespace"), parent.get("namespace", ""))
    if group := parent.get("group"):
        yield from group_reports((*PATH, "group"), group)
