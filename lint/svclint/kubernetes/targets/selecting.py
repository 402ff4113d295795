"""The Services that select a workload."""

from __future__ import annotations

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.object_index import service_index
from svclint.kubernetes.targets.resolve import is_service, selected_workloads, selector_of
from svclint.kubernetes.workloads import Workload
from svclint.source import Document


def selecting_services(workload: Workload, inventory: Inventory) -> list[Document]:
    """Return the Services of a run whose selector matches the pods of a workload, nearest first."""
    index = service_index(_first_key, inventory)
    keys = dict.fromkeys((*workload.labels, *workload.added))
    pairs = [(key, workload.labels.get(key)) for key in keys]
    candidates = index.find_any([*pairs, *((key, None) for key in workload.added)])
    found = [
        service
        for service in candidates
        if any(
            each.document is workload.document for each in selected_workloads(service, inventory)
        )
    ]
    return nearest_first(workload.document, found)


def nearest_first(document: Document, services: list[Document]) -> list[Document]:
    """Return Services, those of the file of an object first, of these one with its name.

    Messages name the first one that has what they are about.
    """
    name = document.object_name.name
    return sorted(
        services, key=lambda each: (each.file != document.file, each.object_name.name != name)
    )


def _first_key(service: Document, _inventory: Inventory) -> list[tuple[str, str | None]]:
    """Return the first label of a selector, also without its value, which pods may get later."""
    pair = next(iter(selector_of(service).items()), None)
    return [] if pair is None or not is_service(service) else [pair, (pair[0], None)]
