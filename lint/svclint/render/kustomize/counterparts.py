"""The item of a traced list that became an item of the built list."""

from __future__ import annotations

from typing import Any

from svclint.render.kustomize.traced import Node, is_same

# What tells the items of a list apart, the surest first.
_KEYS = (("name",), ("port", "protocol"), ("containerPort", "protocol"), ("key",), ("host",))


def counterpart(built: list[Any], index: int, items: list[Node]) -> Node | None:
    """Return the item of a traced list that an item of a built list was made from.

    Items that are equal correspond in their order. Otherwise a key that tells all items apart
    decides. ``None`` if nothing is certain.
    """
    wanted = built[index]
    equal = [item for item in items if _is_equal(wanted, item)]
    if equal:
        before = sum(1 for each in built[:index] if each == wanted)
        return equal[before] if before < len(equal) else None
    for keys in _KEYS:
        ours = [_key(each, keys) for each in built]
        theirs = [_key(item.data(), keys) for item in items]
        is_telling = len(set(ours)) == len(ours) and len(set(theirs)) == len(theirs)
        if any(ours[index]) and is_telling and ours[index] in theirs:
            return items[theirs.index(ours[index])]
    if len(built) == len(items) == 1:
        return items[0]
    # The rest of the list tells which item it must be.
    return items[index] if len(built) == len(items) and _agree(built, index, items) else None


def _is_equal(built: Any, node: Node) -> bool:
    data = node.data()
    return bool(data == built) if isinstance(built, dict | list) else is_same(built, data)


def _key(value: Any, keys: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(value, dict):
        return ()
    return tuple(str(value.get(key, "")) for key in keys)


def _agree(built: list[Any], index: int, items: list[Node]) -> bool:
    pairs = zip(built, items, strict=True)
    return all(at == index or _is_equal(value, item) for at, (value, item) in enumerate(pairs))
