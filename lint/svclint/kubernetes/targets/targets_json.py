"""The targets of Services as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.resolve import is_service, targets_of
from svclint.model import Data
from svclint.source import Document


def targets_json(
    inventory: Inventory, services: Iterable[Document] | None = None
) -> dict[str, list[Data]]:
    """Return Services, by default all of a run, as ``svclint targets --format json`` does."""
    chosen = inventory.services() if services is None else services
    return {"services": [entry for each in chosen for entry in _entry(each, inventory)]}


def _entry(service: Document, inventory: Inventory) -> Iterator[Data]:
    if not is_service(service):
        return
    ports = [
        {
            "name": found.port.name,
            "port": found.port.number,
            "protocol": found.port.protocol,
            "targets": [
                {"kind": target.kind, "name": target.name, "number": target.number}
                for target in found.targets
            ],
        }
        for found in targets_of(service, inventory)
    ]
    namespace = inventory.namespaces(service)[0]
    yield {"namespace": namespace, "name": service.object_name.name, "ports": ports}
