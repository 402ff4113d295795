"""Strategic merge patches of kustomize, replayed on traced values.

Source: kyaml's merge2 and its walk of associative lists. The order of merged lists is not
replayed: the items of the built list are found again by their keys.
"""

from __future__ import annotations

from svclint.model import Path
from svclint.render.kustomize.merge_keys import merge_keys
from svclint.render.kustomize.traced import Node, is_same

_DIRECTIVE = "$patch"


def merge(target: Node, patch: Node) -> Node | None:
    """Return an object with a patch merged into it; ``None`` if the patch deletes it."""
    kind = target.text("apiVersion"), target.text("kind")
    return _merged(target, patch, kind, ())


def _merged(target: Node | None, patch: Node, kind: tuple[str, str], path: Path) -> Node | None:
    if patch.value is None or _directive(patch) == "delete":
        return None
    if patch.is_mapping:
        return _merged_mapping(target, patch, kind, path)
    if isinstance(patch.value, list):
        return _merged_list(target, patch, kind, path)
    return patch


def _directive(node: Node) -> str:
    return node.text(_DIRECTIVE)


def _merged_mapping(
    target: Node | None, patch: Node, kind: tuple[str, str], path: Path
) -> Node | None:
    if target is None or not target.is_mapping or _directive(patch) == "replace":
        target = Node({}, patch.place)
    found = dict(target.value)
    for name, value in patch.value.items():
        if name == _DIRECTIVE:
            continue
        merged = _merged(found.get(name), value, kind, (*path, name))
        if merged is None:
            found.pop(name, None)
        else:
            found[name] = merged
    return Node(found, target.place)


def _merged_list(
    target: Node | None, patch: Node, kind: tuple[str, str], path: Path
) -> Node | None:
    items = [item for item in patch.items if _directive(item) != "replace"]
    keys = merge_keys(*kind, path)
    is_replaced = keys is None or len(items) < len(patch.items)
    if target is None or not isinstance(target.value, list) or is_replaced:
        return Node(_without_deleted(items), patch.place)
    found = list(target.value)
    added: list[Node] = []
    written = {key for item in (*found, *items) for key in keys or () if item.text_of(key)}
    for item in items:
        at = _index_of(found, item, keys or ())
        if at is None:
            # kustomize drops an item that may be one of the target: only one of them has a key.
            is_dropped = _directive(item) == "delete" or any(
                _may_be(each, item, keys or ()) for each in found
            )
            added += [] if is_dropped else [item]
            continue
        # It does not delete an item without a key that any other item has.
        if _directive(item) == "delete" and not all(map(item.text_of, written)):
            continue
        merged = _merged(found[at], item, kind, (*path, at))
        if merged is not None and merged.is_mapping:
            # The keys of a patch only say which item it changes.
            known = {key: found[at].field(key) for key in keys or ()}
            merged.value.update({key: node for key, node in known.items() if node is not None})
        found[at : at + 1] = [] if merged is None else [merged]
    return Node(added + found, target.place)


def _without_deleted(items: list[Node]) -> list[Node]:
    return [item for item in items if _directive(item) != "delete"]


def _index_of(items: list[Node], item: Node, keys: tuple[str, ...]) -> int | None:
    """Return the index of the item with the same keys, or of the same scalar."""
    for at, each in enumerate(items):
        if all(each.text_of(key) == item.text_of(key) for key in keys) and (
            keys or is_same(each.value, item.value)
        ):
            return at
    return None


def _may_be(one: Node, other: Node, keys: tuple[str, ...]) -> bool:
    """Return whether two items have a key in common, and none that differs."""
    pairs = [(one.text_of(key), other.text_of(key)) for key in keys]
    return any(ours and ours == theirs for ours, theirs in pairs) and all(
        not ours or not theirs or ours == theirs for ours, theirs in pairs
    )
