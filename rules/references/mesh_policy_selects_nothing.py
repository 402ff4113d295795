"""A policy of Linkerd or Istio selects no pods in the checked files."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.controllers import (
    MESH_POLICY_KINDS,
    mesh_selector,
    mesh_workloads,
)
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.selection import spell_labels
from svclint.kubernetes.targets import (
    absent,
    is_label_of_operator,
    is_made_by_operator,
    nearly_absent,
    place_of,
    similar_labels,
)
from svclint.kubernetes.targets.other_halves import labels_of
from svclint.kubernetes.targets.selecting_elsewhere import may_be_selecting_elsewhere
from svclint.model import Report, Severity
from svclint.model.data import labels, mapping
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS


@reference_rule(
    "mesh-policy-selects-nothing", Severity.WARNING, since="0.1", kinds=MESH_POLICY_KINDS
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A policy of Linkerd or Istio selects no pods in the checked files."""
    path = mesh_selector(document)
    if path is None or mesh_workloads(document, inventory):
        return
    pairs = labels(mapping(document.value(path)).get("matchLabels"))
    if is_made_by_operator(document, pairs.values(), inventory, pairs):
        return
    if may_be_selecting_elsewhere(document, pairs, inventory.namespaces(document), inventory):
        return
    fact = f"no workload has pods with the labels {spell_labels(pairs)}"
    for place in inventory.search_places(document):
        for workload, instead in similar_labels(pairs, place, inventory):
            meant = " and ".join(instead)
            where = place_of(workload.document)
            yield nearly_absent(
                Report(
                    path,
                    f"{fact}; did you mean {meant} of {workload} ({where})?",
                    f"write {meant}",
                    others=labels_of(workload, inventory),
                ),
                document,
                inventory,
                WORKLOAD_KINDS,
            )
            return
    if not is_label_of_operator(pairs, inventory):
        report = Report(path, fact, "check the labels")
        yield from absent(report, document, inventory, WORKLOAD_KINDS)
