"""A backend is a Service of type ExternalName, which many controllers refuse."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import CLUSTER_IP_KINDS, backends_of, is_external_name
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("backend-is-external-name", Severity.NOTE, since="0.1", kinds=CLUSTER_IP_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A backend is a Service of type ExternalName, which many controllers refuse."""
    for backend, services in backends_of(document, inventory):
        if backend.sends and services and all(map(is_external_name, services)):
            yield Report(
                backend.path,
                f'Service "{backend.name}" is of type ExternalName; not every controller sends '
                "traffic to such a Service",
                "check that your controller does, or use a Service without a selector and an "
                "EndpointSlice",
                others=((services[0], ("spec", "type")),),
            )
