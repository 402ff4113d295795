"""The Services that select a workload."""

from __future__ import annotations

from collections import defaultdict

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.resolve import is_service, selected_workloads
from svclint.kubernetes.workloads import Workload
from svclint.source import Document


def selecting_services(workload: Workload, inventory: Inventory) -> list[Document]:
    """Return the Services of a run whose selector matches the pods of a workload."""
    if "selecting services" not in inventory.cache:
        found: dict[int, list[Document]] = defaultdict(list)
        for service in filter(is_service, inventory.services()):
            for each in selected_workloads(service, inventory):
                found[id(each.document)].append(service)
        inventory.cache["selecting services"] = dict(found)
    known: dict[int, list[Document]] = inventory.cache["selecting services"]
    return known.get(id(workload.document), [])
