"""Variants: one workload in several files of a folder, of which one is applied."""

from __future__ import annotations

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.resolve import selector_of
from svclint.source import Document
from svclint.source.paths import are_in_one_folder


def is_selecting_variant(service: Document, inventory: Inventory) -> bool:
    """Return whether a selector matches variants in the folder of a Service that has none itself.

    A Service in the file of another variant is applied with that.
    """
    spaces = inventory.namespaces(service)
    return any(
        are_in_one_folder(each.document.file, service.file)
        and not inventory.are_copies(each.document, service)
        for each in inventory.workloads.selected_anywhere(spaces, selector_of(service))
    )
