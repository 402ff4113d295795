"""The items of two lists that kustomize merges by keys.

Source: kyaml/yaml/walk/associative_sequence.go and ``ElementSetter`` of kyaml/yaml/fns.go. The
steps are those of kustomize, also where they surprise: it fills in a key that only some items
have, and an item of the target without a key replaces the merged ones that have its other keys.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from svclint.render.kustomize.traced import Node, UntraceableError

Keys: TypeAlias = tuple[str, ...]
Texts: TypeAlias = tuple[str, ...]
# Merges an item of the target and one of the patch, in place.
Merge: TypeAlias = Callable[[Node | None, Node | None], Node | None]


def merged_items(target: list[Node], patch: list[Node], keys: Keys, merge: Merge) -> list[Node]:
    """Return the items of a list after a patch; both lists are used up.

    Both lists may be one list: then the patch adds it. Raises ``UntraceableError``.
    """
    items = [*patch, *target]
    if any(not _is_mergeable(item, keys) for item in items):
        raise UntraceableError
    found = list(dict.fromkeys(_texts(item, keys) for item in items))
    if not found:
        return target
    if len(keys) > 1:
        _fill_in(found)
    # A key that no item has does not count.
    used = [at for at in range(len(keys)) if any(texts[at] for texts in found)]
    used = used or list(range(len(keys)))
    names = tuple(keys[at] for at in used)
    added: list[Node] = []
    for texts in (tuple(each[at] for at in used) for each in found):
        merged = merge(_first(target, names, texts), _first(patch, names, texts))
        if merged is None or not merged.value:
            set_item(target, names, texts, None)
        else:
            set_item(added, names, texts, merged)
    for item in target:
        _append(added, names, item)
    return added


def set_item(items: list[Node], keys: Keys, texts: Texts, item: Node | None) -> None:
    """Replace, add or (``None``) remove the items with these keys, as ``ElementSetter`` does."""
    kept: list[Node] = []
    is_found = False
    for each in items:
        if not each.value:
            continue
        if _is_at(each, keys, texts):
            is_found = True
            kept += [] if item is None else [item]
        elif texts:
            kept.append(each)
    if item is not None and not is_found:
        kept.append(item)
    items[:] = kept


def _is_mergeable(item: Node, keys: Keys) -> bool:
    """Return whether an item is a mapping whose keys are not null."""
    fields = (item.field(key) for key in keys)
    return item.is_mapping and all(field is None or field.value is not None for field in fields)


def _texts(item: Node, keys: Keys) -> Texts:
    return tuple(item.text_of(key) for key in keys)


def _fill_in(found: list[Texts]) -> None:
    """Give items that agree in a key, and differ in none, the keys of each other."""
    for at in range(len(found)):
        one = found[at]
        for other_at in range(len(found)):
            both = _joined(one, found[other_at])
            if both is not None:
                found[at] = found[other_at] = both


def _joined(one: Texts, other: Texts) -> Texts | None:
    pairs = list(zip(one, other, strict=True))
    if any(ours and theirs and ours != theirs for ours, theirs in pairs):
        return None
    is_common = any(ours == theirs for ours, theirs in pairs)
    return tuple(ours or theirs for ours, theirs in pairs) if is_common else None


def _first(items: list[Node], keys: Keys, texts: Texts) -> Node | None:
    """Return the first item with these keys; an empty one is ignored, unless all are empty."""
    wanted = [pair for pair in zip(keys, texts, strict=True) if pair[1]]
    wanted = wanted or list(zip(keys, texts, strict=True))
    for item in items:
        if all(item.field(key) is not None and item.text_of(key) == text for key, text in wanted):
            return item
    return None


def _is_at(item: Node, keys: Keys, texts: Texts) -> bool:
    """Return whether an item has these keys; an empty text stands for any text.

    The last text also stands for the keys without a text.
    """
    is_same = False
    for at, key in enumerate(keys):
        if at < len(texts):
            is_any = not texts[at] and item.field(key) is not None
            is_same = is_any or (bool(texts[at]) and item.text_of(key) == texts[at])
        if not is_same:
            return False
    return True


def _append(items: list[Node], keys: Keys, item: Node) -> None:
    texts: list[str] = []
    for key in keys:
        if item.field(key) is None:
            items.append(item)
        else:
            texts.append(item.text_of(key))
    if len(keys) > 1:
        set_item(items, keys, tuple(texts), None)
    set_item(items, keys, tuple(texts), item)
