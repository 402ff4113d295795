"""A VirtualService names a subset that no DestinationRule of its host defines."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.reference_limit import count_found
from svclint.kubernetes.targets import (
    absent,
    destination_rules,
    destinations_of,
    is_similar,
    place_of,
    subsets_of,
)
from svclint.model import Report, Severity, set_to
from svclint.model.listing import listed
from svclint.rule import reference_rule
from svclint.source import Document

_KIND = ("DestinationRule",)


@reference_rule("istio-subset-missing", Severity.WARNING, since="0.1", kinds=("VirtualService",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A VirtualService names a subset that no DestinationRule of its host defines."""
    reported: set[str] = set()
    for destination in destinations_of(document):
        if not destination.subset or destination.host in reported:
            continue
        path = (*destination.path, "subset")
        possible = destination_rules(destination.host, document, inventory)
        rules = [each for each in possible if inventory.are_together(document, each)]
        if possible and not rules:
            # Variants, of which one is applied.
            continue
        subsets = [name for each in rules for name in subsets_of(each)]
        count_found(len(subsets))
        if destination.subset in subsets:
            continue
        if not rules:
            reported.add(destination.host)
            fact = f'no DestinationRule found for host "{destination.host}"'
            missing = f'{fact}, so subset "{destination.subset}" is not defined'
            yield from absent(
                Report(path, missing, "define the subset"), document, inventory, _KIND
            )
            continue
        similar = [each for each in subsets if is_similar(each, destination.subset)]
        names = listed([f'"{each}"' for each in subsets])
        has = f"the subsets of the host are {names}" if subsets else "the host has no subsets"
        yield Report(
            path,
            f'DestinationRule "{rules[0].object_name.name}" ({place_of(rules[0])}) has no subset '
            f'"{destination.subset}"; {has}',
            f"write {similar[0]}" if similar else "name a defined subset, or define this one",
            fix=set_to(path, similar[0], is_safe=False) if len(similar) == 1 else None,
            others=((rules[0], ("spec", "subsets")),),
        )
