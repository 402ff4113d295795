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
    key = "definitions", document.file
    if key not in inventory.cache:
        found: _Definitions = defaultdict(dict)
        for each in _checked_in(document.file, inventory):
            # The first of each set of deployments stands for all of them.
            numbers = frozenset(inventory.numbers(each))
            found[_definition(each, inventory)].setdefault(numbers, each)
        inventory.cache[key] = found
    known: _Definitions = inventory.cache[key]
    firsts = known[_definition(document, inventory)].values()
    return next((each for each in firsts if inventory.are_together(document, each)), None)


def _checked_in(file: str, inventory: Inventory) -> list[Document]:
    if "checked by file" not in inventory.cache:
        by_file: dict[str, list[Document]] = defaultdict(list)
        for each in inventory.checked:
            by_file[each.file].append(each)
        inventory.cache["checked by file"] = by_file
    known: dict[str, list[Document]] = inventory.cache["checked by file"]
    return known[file]


def _definition(document: Document, inventory: Inventory) -> Hashable:
    name = document.object_name
    return *name[:2], inventory.written_namespace(document), name.name
