"""The fields of other objects that make up a fault together with a reference to them."""

from __future__ import annotations

from collections.abc import Iterable

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.workloads import Workload
from svclint.model import Path
from svclint.source import Document


def containers_of(
    workloads: Iterable[Workload], inventory: Inventory
) -> tuple[tuple[Document, Path], ...]:
    """Return the fields that declare the ports of pods."""
    return tuple(
        (each.document, (*path, "spec", "containers"))
        for each in workloads
        if (path := inventory.pod_template_path(each.document)) is not None
    )


def labels_of(workload: Workload, inventory: Inventory) -> tuple[tuple[Document, Path], ...]:
    """Return the field with the labels of pods."""
    path = inventory.pod_template_path(workload.document)
    return () if path is None else ((workload.document, (*path, "metadata", "labels")),)


def cluster_ip_of(service: Document) -> tuple[tuple[Document, Path], ...]:
    """Return the field that makes a Service headless."""
    return ((service, ("spec", "clusterIP")),)


def ports_field_of(service: Document) -> tuple[tuple[Document, Path], ...]:
    """Return the field with the ports of a Service."""
    return ((service, ("spec", "ports")),)
