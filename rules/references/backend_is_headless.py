"""A backend is a headless Service, which some controllers refuse."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import CLUSTER_IP_KINDS, backends_of, is_headless
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("backend-is-headless", Severity.NOTE, since="0.1", kinds=CLUSTER_IP_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A backend is a headless Service, which some controllers refuse."""
    for backend, services in backends_of(document, inventory):
        if backend.sends and services and all(map(is_headless, services)):
            yield Report(
                backend.path,
                f'Service "{backend.name}" is headless; the API server and controllers that send '
                "traffic to a cluster IP cannot reach it",
                "use a Service with a cluster IP",
            )
