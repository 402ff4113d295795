"""A Rollout refers to a workload that is not in the checked files."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.controllers import nearest_objects
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import absent, nearly_absent, place_of
from svclint.model import Report, Severity
from svclint.model.data import group_of, mapping, text
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("rollout-workload-missing", Severity.WARNING, since="0.1", kinds=("Rollout",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A Rollout refers to a workload that is not in the checked files."""
    reference = mapping(document.value(("spec", "workloadRef")))
    kind, name = text(reference.get("kind")), text(reference.get("name"))
    group = group_of(text(reference.get("apiVersion")))
    if not name or kind not in ("Deployment", "ReplicaSet", "PodTemplate"):
        return
    if inventory.find(document, group, kind, name):
        return
    if inventory.is_elsewhere(document, group, kind, name):
        return
    path = ("spec", "workloadRef", "name")
    fact = f'{kind} "{name}" not found in namespace "{inventory.namespaces(document)[0]}"'
    for other in nearest_objects(document, group, kind, name, inventory):
        meant = other.object_name.name
        message = f'{fact}; did you mean "{meant}" ({place_of(other)})?'
        report = Report(path, message, f"write {meant}")
        yield nearly_absent(report, document, inventory, (kind,))
        return
    if kind != "PodTemplate":
        yield from absent(Report(path, fact, "check its name"), document, inventory, (kind,))
