"""Typed objects: merge, compare, prune and list fields by the types of a schema.

Source: sigs.k8s.io/structured-merge-diff 6.3 (typed/merge.go, compare.go, remove.go,
tofieldset.go), the operations of server-side apply.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from typing import Any

from svclint.kubernetes.merge.field_sets import (
    FieldPath,
    FieldSet,
    FieldStep,
    below_each_step,
    item_step,
    require_unique,
)
from svclint.kubernetes.merge.field_types import FieldType
from svclint.kubernetes.merge.strategic_lists import json_type

MISSING: Any = object()
_CONTAINERS = {"struct": "map", "map": "map", "list": "list", "set": "list"}


def _children(value: Any, kind: FieldType) -> list[tuple[FieldStep, Any, FieldType]] | None:
    """Return the steps into a value; ``None`` if it is atomic or a scalar."""
    if kind.is_atomic or _CONTAINERS.get(kind.kind) != json_type(value):
        return None
    if isinstance(value, dict):
        return [(("f", name), item, kind.field(name)) for name, item in value.items()]
    element = kind.element or kind
    return [(item_step(item, kind), item, element) for item in value]


def field_set(value: Any, kind: FieldType) -> FieldSet:
    """Return the path of every leaf that a value sets, and of every item of keyed lists."""
    return frozenset(_set_paths(value, kind, ()))


def _set_paths(value: Any, kind: FieldType, path: FieldPath) -> Iterator[FieldPath]:
    children = _children(value, kind)
    if children is None:
        if path and (value is not None or kind.kind == "scalar" or kind.is_atomic):
            yield path
        return
    times = Counter(step for step, _, _ in children)
    for step, item, element in children:
        inner = (*path, step)
        if times[step] > 1:
            # Of items with the same key, which an update may store, only the key is tracked.
            yield inner
            continue
        yield from _set_paths(item, element, inner)
        is_declared = step[0] == "f" and step[1] in kind.fields
        if not is_declared or item is None or item == {}:
            yield inner


def merge_typed(left: Any, right: Any, kind: FieldType) -> Any:
    """Merge an applied value (right) into a live one (left), which removes nothing."""
    if left is MISSING or right is MISSING:
        return right if left is MISSING else left
    if kind.is_atomic or kind.kind == "scalar" or (not left and not right):
        return right
    if kind.kind in ("list", "set"):
        return _merge_lists(_list(left), _list(right), kind) or MISSING
    old, new = _map(left), _map(right)
    merged: dict[str, Any] = {}
    for name in dict.fromkeys((*old, *new)):
        value = merge_typed(old.get(name, MISSING), new.get(name, MISSING), kind.field(name))
        if value is not MISSING:
            merged[name] = value
    return merged or MISSING


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _merge_lists(left: list[Any], right: list[Any], kind: FieldType) -> list[Any]:
    """Merge keyed lists in the applied order; other live items keep their place in between."""
    left_steps = [item_step(item, kind) for item in left]
    right_steps = [item_step(item, kind) for item in right]
    require_unique(right_steps)
    left_times = Counter(left_steps)
    left_at = {step: index for index, step in enumerate(left_steps)}
    right_at = {step: index for index, step in enumerate(right_steps)}
    shared = deque(step for step in right_steps if step in left_times)
    element = kind.element or kind
    merged: list[Any] = []
    done: set[FieldStep] = set()

    def take(step: FieldStep) -> None:
        # A live item whose key is not unique is not merged with the applied one.
        old = left[left_at[step]] if left_times[step] == 1 else MISSING
        value = merge_typed(old, right[right_at[step]], element)
        if value is not MISSING:
            merged.append(value)
        done.add(step)

    here, there = 0, 0
    while here < len(left) or there < len(right):
        if here < len(left) and there < len(right):
            step = left_steps[here]
            if step == right_steps[there]:
                take(step)
                here, there = here + 1, there + 1
                if shared:
                    shared.popleft()
                continue
            if step in right_at and shared and shared[0] != step:
                here += 1
                continue
        if here < len(left):
            step = left_steps[here]
            if step not in right_at:
                merged.append(left[here])
                here += 1
                continue
            if step in done:
                here += 1
        if there < len(right):
            step = right_steps[there]
            take(step)
            there += 1
            if shared and shared[0] == step:
                shared.popleft()
    return merged


def differences(old: Any, new: Any, kind: FieldType) -> tuple[FieldSet, FieldSet]:
    """Return the paths that changed or were added between two values, and the removed ones."""
    found = set(_compare(old, new, kind, ()))
    return (
        frozenset(path for what, path in found if what == "changed"),
        frozenset(path for what, path in found if what == "removed"),
    )


def _compare(
    old: Any, new: Any, kind: FieldType, path: FieldPath
) -> Iterator[tuple[str, FieldPath]]:
    before = {} if old is MISSING else _by_step(old, kind)
    after = {} if new is MISSING else _by_step(new, kind)
    if new is MISSING and path:
        yield "removed", path
    elif old is MISSING and path:
        yield "changed", path
    if before is None or after is None or (not before and not after):
        is_other = json_type(old) != json_type(new) or old != new
        if MISSING not in (old, new) and is_other:
            yield "changed", path
        return
    for step in dict.fromkeys((*before, *after)):
        element = kind.field(step[1]) if step[0] == "f" else kind.element or kind
        inner = (*path, step)
        yield from _compare_items(before.get(step, []), after.get(step, []), element, inner)


def _compare_items(
    olds: list[Any], news: list[Any], kind: FieldType, path: FieldPath
) -> Iterator[tuple[str, FieldPath]]:
    """Compare the items with one key; several of them, which an update may store, as a whole."""
    if len(olds) > 1 and len(news) > 1:
        if olds != news:
            yield "changed", path
    elif len(olds) > 1:
        yield "removed", path
        if news:
            yield from _compare(MISSING, news[0], kind, path)
    elif len(news) > 1:
        yield "changed", path
        if olds:
            yield from _compare(olds[0], MISSING, kind, path)
    else:
        yield from _compare((olds or [MISSING])[0], (news or [MISSING])[0], kind, path)


def _by_step(value: Any, kind: FieldType) -> dict[FieldStep, list[Any]] | None:
    children = _children(value, kind)
    if children is None:
        return {} if value is None and kind.kind != "scalar" and not kind.is_atomic else None
    found: dict[FieldStep, list[Any]] = {}
    for step, item, _ in children:
        found.setdefault(step, []).append(item)
    return found


def without_items(value: Any, paths: FieldSet, kind: FieldType) -> Any:
    """Return a value without some paths; a container that loses all its fields stays, empty."""
    children = _children(value, kind)
    if children is None:
        return value if kind.kind == "scalar" or value in (None, {}, []) else _emptied(value, kind)
    inner_paths = below_each_step(paths)
    remaining: list[tuple[FieldStep, Any]] = []
    for step, item, element in children:
        if (step,) in paths:
            continue
        inner = frozenset(inner_paths.get(step, ()))
        remaining.append((step, without_items(item, inner, element) if inner else item))
    if isinstance(value, dict):
        return {step[1]: item for step, item in remaining}
    return [item for _, item in remaining]


def _emptied(value: Any, kind: FieldType) -> Any:
    # A path leads into an atomic value: all of it is removed.
    return type(value)() if kind.is_atomic else value
