"""A host of Istio is one letter from the host of a ServiceEntry."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import declared_hosts, destinations_of, is_likely_typo, place_of
from svclint.model import Path, Report, Severity, set_to
from svclint.model.data import text
from svclint.model.field_paths import values_at
from svclint.rule import reference_rule
from svclint.source import Document

_MOST = 500


@reference_rule(
    "istio-host-undeclared",
    Severity.WARNING,
    since="0.1",
    kinds=("VirtualService", "DestinationRule"),
    beside=("ServiceEntry",),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A host of Istio is one letter from the host of a ServiceEntry."""
    declared = declared_hosts(inventory)
    if len(declared) > _MOST:
        return
    for path, host in _hosts(document):
        if "." not in host or "*" in host or host in declared:
            continue
        near = {
            other: entry
            for other, entries in declared.items()
            if _is_typo(host, other)
            for entry in entries
            if inventory.are_together(document, entry)
        }
        if len(near) != 1:
            continue
        ((meant, entry),) = near.items()
        yield Report(
            path,
            f'no ServiceEntry declares the host "{host}"; did you mean "{meant}" '
            f"({place_of(entry)})?",
            f"write {meant}",
            fix=set_to(path, meant, is_safe=False),
        )


def _hosts(document: Document) -> Iterator[tuple[Path, str]]:
    """Yield the hosts that requests within the mesh are sent to, each with its path."""
    for destination in destinations_of(document):
        yield destination.host_path, destination.host
    # Behind a gateway, the hosts are those that clients outside of the mesh write.
    if not document.value(("spec", "gateways")):
        for path, host in values_at(document.data, "spec.hosts[]"):
            yield path, text(host)


def _is_typo(host: str, other: str) -> bool:
    """Return whether two hosts differ in one label, by a likely typo."""
    ours, theirs = host.split("."), other.split(".")
    differing = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    return len(ours) == len(theirs) and len(differing) == 1 and is_likely_typo(*differing[0])
