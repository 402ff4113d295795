"""A backend is a headless Service, which the API server and some controllers refuse."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import backends_of, is_headless
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WEBHOOK_KINDS

_API_SERVER_KINDS = (*sorted(WEBHOOK_KINDS), "APIService")


@reference_rule(
    "backend-is-headless", Severity.WARNING, since="0.1", kinds=("Ingress", *_API_SERVER_KINDS)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A backend is a headless Service, which the API server and some controllers refuse."""
    for backend, services in backends_of(document, inventory):
        if backend.sends and services and all(map(is_headless, services)):
            is_ingress = document.kind == "Ingress"
            effect = (
                "Ingress controllers that send traffic to the cluster IP cannot reach it"
                if is_ingress
                else "the API server connects to the cluster IP, which it does not have"
            )
            yield Report(
                backend.path,
                f'Service "{backend.name}" is headless; {effect}',
                "use a Service with a cluster IP",
                severity=Severity.NOTE if is_ingress else None,
            )
