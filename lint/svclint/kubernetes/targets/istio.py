"""Istio: the hosts that VirtualServices and DestinationRules name, and the subsets of a host.

Source: the API references of networking.istio.io; a name without dots is completed with the
namespace of the object that contains it, and no other name is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.backend_table import DESTINATION_PATHS
from svclint.model import Path
from svclint.model.data import group_of, mapping, sequence, text, whole
from svclint.model.field_paths import values_at
from svclint.source import Document

_ISTIO = "networking.istio.io"


class Destination(NamedTuple):
    """A host that an object names in Istio's registry, and its subset and port, if written."""

    path: Path
    host: str
    subset: str = ""
    port: int | None = None

    @property
    def host_path(self) -> Path:
        """The path of the host."""
        return (*self.path, "host")


def destinations_of(document: Document) -> Iterator[Destination]:
    """Yield the destinations of a VirtualService, or the host of a DestinationRule."""
    if group_of(document.api_version) != _ISTIO:
        return
    if document.kind == "DestinationRule":
        yield Destination(("spec",), text(document.value(("spec", "host"))))
    for field_path in DESTINATION_PATHS:
        for path, value in values_at(document.data, field_path):
            reference = mapping(value)
            host, subset = text(reference.get("host")), text(reference.get("subset"))
            if host:
                port = whole(mapping(reference.get("port")).get("number"))
                yield Destination(path, host, subset, port)


def destination_rules(host: str, around: Document, inventory: Inventory) -> list[Document]:
    """Return the DestinationRules for a host that are or may be deployed with an object."""
    known = inventory.cache.computed("destination rules", lambda: _rules_by_host(inventory))
    found = [rule for name in _full_names(host, around, inventory) for rule in known.get(name, ())]
    return [each for each in found if inventory.may_complete(each, around)]


def _rules_by_host(inventory: Inventory) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for rule in inventory.of_kind(_ISTIO, "DestinationRule"):
        for name in _full_names(text(rule.value(("spec", "host"))), rule, inventory):
            found.setdefault(name, []).append(rule)
    return found


def subsets_of(destination_rule: Document) -> list[str]:
    """Return the names of the subsets that a DestinationRule defines."""
    entries = sequence(destination_rule.value(("spec", "subsets")))
    return [text(mapping(each).get("name")) for each in entries]


def declared_hosts(inventory: Inventory) -> Mapping[str, list[Document]]:
    """Return the hosts that the ServiceEntries of a run declare, each with these objects."""
    return inventory.cache.computed("hosts of ServiceEntries", lambda: _entries_by_host(inventory))


def _entries_by_host(inventory: Inventory) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for entry in inventory.of_kind(_ISTIO, "ServiceEntry"):
        for host in sequence(entry.value(("spec", "hosts"))):
            found.setdefault(text(host), []).append(entry)
    return found


def _full_names(host: str, document: Document, inventory: Inventory) -> list[str]:
    if "." in host:
        return [host]
    return [f"{host}.{space}.svc.cluster.local" for space in inventory.namespaces(document)]
