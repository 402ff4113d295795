"""Find the items of a patch that kustomize drops when it merges two lists by several keys.

An item without one of the keys is not merged with one that has it: kustomize looks for both items
with all keys that either has, finds only one, and then replaces it by the item of the target
(kyaml/yaml/walk/associative_sequence.go).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from svclint.model import IgnoredItem
from svclint.render.kustomize.merged_items import Keys
from svclint.render.kustomize.traced import Node, Place


class Ignored(NamedTuple):
    """An item of a patch that is ignored, and its place."""

    item: IgnoredItem
    place: Place


def ignored_items(
    target: Sequence[Node], patch: Sequence[Node], merged: Iterable[Node], keys: Keys
) -> Iterator[Ignored]:
    """Yield the items of a patch of which nothing is in the merged list.

    Both lists are as they were before the merge.
    """
    kept = {place for item in merged for place in _places(item)}
    for item in patch:
        changes = [node for key, node in item.value.items() if key not in keys]
        if changes and not any(place in kept for node in changes for place in _places(node)):
            yield from _meaning(item, target, keys)


def _meaning(item: Node, target: Sequence[Node], keys: Keys) -> Iterator[Ignored]:
    """Yield why an item is ignored: it agrees with one of the target except a key of one."""
    for other in target:
        shared = tuple(
            (key, item.text_of(key)) for key in keys if _has(item, key) and _has(other, key)
        )
        apart = [key for key in keys if _has(item, key) is not _has(other, key)]
        is_same = all(other.text_of(key) == text for key, text in shared)
        if shared and is_same and len(apart) == 1 and _changes(item, other, keys):
            is_in_patch = _has(item, apart[0])
            value = (item if is_in_patch else other).text_of(apart[0])
            meant = other.place.location()
            found = IgnoredItem(item.place.path, keys, shared, apart[0], value, meant, is_in_patch)
            yield Ignored(found, item.place)
            return


def _changes(item: Node, other: Node, keys: Keys) -> bool:
    """Return whether an item has a value, beside the keys, that another one does not have."""
    return any(
        node.data() != other.data_of(key) for key, node in item.value.items() if key not in keys
    )


def _has(item: Node, key: str) -> bool:
    return item.field(key) is not None


def _places(node: Node) -> Iterator[Place]:
    """Yield the places of the scalars in a value."""
    if isinstance(node.value, dict):
        for child in node.value.values():
            yield from _places(child)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from _places(child)
    else:
        yield node.place
