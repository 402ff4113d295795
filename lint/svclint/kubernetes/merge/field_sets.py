"""Sets of field paths, as server-side apply stores them in ``metadata.managedFields``.

A path is a tuple of steps: ``("f", name)`` for a field, ``("k", ((key, value), …))`` for an item
of a keyed list, ``("v", value)`` for an item of a set, ``("i", index)``. Source: the FieldsV1
format of the API, and sigs.k8s.io/structured-merge-diff (fieldpath).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from svclint.kubernetes.merge.errors import MergeError
from svclint.kubernetes.merge.field_types import FieldType
from svclint.kubernetes.merge.item_keys import hashable
from svclint.model import Data
from svclint.model.json_text import read_json

FieldStep = tuple[str, Any]
FieldPath = tuple[FieldStep, ...]
FieldSet = frozenset[FieldPath]

# Fields that no manager owns (stripped fields of the managed-fields updater).
_UNOWNED = (
    "apiVersion",
    "kind",
    "metadata",
    "metadata.name",
    "metadata.namespace",
    "metadata.creationTimestamp",
    "metadata.selfLink",
    "metadata.uid",
    "metadata.clusterName",
    "metadata.generation",
    "metadata.managedFields",
    "metadata.resourceVersion",
)
STRIPPED: FieldSet = frozenset(tuple(("f", name) for name in path.split(".")) for path in _UNOWNED)


class Manager(NamedTuple):
    """A field manager: its name, ``Apply`` or ``Update``, API version and subresource."""

    name: str
    operation: str
    api_version: str = ""
    subresource: str = ""

    def __str__(self) -> str:
        if self.operation == "Update":
            return f'"{self.name}" using {self.api_version}'
        return f'"{self.name}"'


Managers = dict[Manager, FieldSet]


def applier(name: str) -> Manager:
    """Return the manager of an apply; its API version does not matter."""
    return Manager(name, "Apply")


def read_managers(entries: Iterable[Data | None]) -> Managers:
    """Return the managers in ``metadata.managedFields``; entries without fields are skipped.

    Raises ``MergeError`` for fields that are not in the FieldsV1 format.
    """
    managers: Managers = {}
    for entry in entries:
        # The decoder reads a null entry as an empty one.
        if entry is None or not isinstance(entry.get("fieldsV1"), dict):
            continue
        operation = str(entry.get("operation", ""))
        version = "" if operation == "Apply" else str(entry.get("apiVersion", ""))
        subresource = str(entry.get("subresource", ""))
        manager = Manager(str(entry.get("manager", "")), operation, version, subresource)
        managers[manager] = managers.get(manager, frozenset()) | frozenset(
            _paths(entry["fieldsV1"], ())
        )
    return managers


def _paths(fields: Data, parent: FieldPath) -> Iterator[FieldPath]:
    for key, children in fields.items():
        if key == ".":
            yield parent
            continue
        path = (*parent, _step(key))
        if not isinstance(children, dict):
            raise MergeError(f"the value of {key!r} in fieldsV1 is not a mapping")
        if not children:
            yield path
        else:
            yield from _paths(children, path)


def _step(key: str) -> FieldStep:
    kind, _, text = key.partition(":")
    if kind == "f":
        return ("f", text)
    try:
        value = read_json(text)
        step = kind, tuple(sorted(value.items())) if kind == "k" else value
        hash(step)
    except (ValueError, AttributeError, TypeError):
        raise MergeError(f"{key!r} in fieldsV1 is not a field, a key or a value") from None
    return step


def item_step(item: Any, kind: FieldType) -> FieldStep:
    """Return the step that leads to an item of a keyed list or a set.

    Raises ``MergeError`` for an item of the wrong type.
    """
    if kind.kind == "set":
        if item is None or isinstance(item, dict | list):
            raise MergeError("an item of a set is not a scalar")
        return ("v", item)
    if not isinstance(item, dict):
        raise MergeError("an item of a keyed list is not a mapping")
    keys = {key: item.get(key, kind.defaults.get(key)) for key in kind.keys}
    return ("k", tuple(sorted((key, hashable(value)) for key, value in keys.items())))


def require_unique(steps: list[FieldStep]) -> None:
    """Raise ``MergeError`` if two items have the same key, which an applied list must not."""
    seen: set[FieldStep] = set()
    for step in steps:
        if step in seen:
            raise MergeError(f"two entries have the key {spell_step(step)}")
        seen.add(step)


def below_each_step(paths: Iterable[FieldPath]) -> dict[FieldStep, list[FieldPath]]:
    """Return the paths by the step that they begin with, without this step."""
    found: dict[FieldStep, list[FieldPath]] = {}
    for path in paths:
        if len(path) > 1:
            found.setdefault(path[0], []).append(path[1:])
    return found


def with_parents(paths: FieldSet, types: FieldType) -> FieldSet:
    """Return paths with the declared fields that lead to them: of a.b.c also a and a.b."""
    return paths | frozenset(_parents(paths, types))


def _parents(paths: FieldSet, types: FieldType) -> Iterator[FieldPath]:
    for path in paths:
        kind = types
        for length, (what, name) in enumerate(path[:-1], 1):
            if what == "f" and name in kind.fields:
                yield path[:length]
            kind = kind.field(name) if what == "f" else kind.element or kind


def owned(paths: FieldSet) -> FieldSet:
    """Return paths without status, which an apply cannot set."""
    return frozenset(path for path in paths if path[0] != ("f", "status"))


def spell_path(path: FieldPath) -> str:
    """Return a path as in a conflict of the server: ``.spec.ports[port=80,protocol="TCP"]``."""
    return "".join(
        f".{value}" if what == "f" else spell_step((what, value)) for what, value in path
    )


def spell_step(step: FieldStep) -> str:
    """Return one step of a path as the server writes it."""
    what, value = step
    if what == "k":
        return "[" + ",".join(f"{key}={json.dumps(item)}" for key, item in value) + "]"
    if what == "v":
        return f"[={json.dumps(value)}]"
    return f"[{value}]" if what == "i" else f".{value}"
