"""Definitions of one object: which document of a file is the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable

from svclint.kubernetes.inventory import Inventory
from svclint.source import Document

_Definitions = dict[Hashable, dict[Hashable, Document]]


def first_definition(document: Document, inventory: Inventory) -> Document | None:
    """Return the first document of the same file that defines the same object.

    Only those that are deployed together count.
    """

    def compute() -> _Definitions:
        found: _Definitions = defaultdict(dict)
        for each in _checked_in(document.file, inventory):
            # The first of each set of deployments stands for all of them.
            numbers = frozenset(inventory.numbers(each))
            found[_definition(each, inventory)].setdefault(numbers, each)
        return found

    known = inventory.cache.computed(("definitions", document.file), compute)
    firsts = known[_definition(document, inventory)].values()
    return next((each for each in firsts if inventory.are_together(document, each)), None)


def _checked_in(file: str, inventory: Inventory) -> list[Document]:
    def compute() -> dict[str, list[Document]]:
        by_file: dict[str, list[Document]] = defaultdict(list)
        for each in inventory.checked:
            by_file[each.file].append(each)
        return by_file

    return inventory.cache.computed("checked by file", compute)[file]


def _definition(document: Document, inventory: Inventory) -> Hashable:
    name = document.object_name
    return *name[:2], inventory.written_namespace(document), name.name
