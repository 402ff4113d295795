"""Server-side apply: the merged object, the managers of its fields, and conflicts.

Source: sigs.k8s.io/structured-merge-diff 6.3 (merge/update.go), the field managers of
k8s.io/apimachinery (util/managedfields), and kubectl's migration of objects that were applied
from the client before (k8s.io/client-go/util/csaupgrade). KEP-555.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple

from svclint.kubernetes.merge.apply_options import BEFORE_FIRST_APPLY, KUBECTL, ApplyOptions
from svclint.kubernetes.merge.client_side import LAST_APPLIED, read_last_applied
from svclint.kubernetes.merge.errors import MergeError
from svclint.kubernetes.merge.field_sets import (
    STRIPPED,
    FieldPath,
    FieldSet,
    Manager,
    Managers,
    applier,
    item_step,
    owned,
    read_managers,
    require_unique,
    with_parents,
)
from svclint.kubernetes.merge.field_types import SCALAR, FieldType
from svclint.kubernetes.merge.typed_objects import (
    differences,
    field_set,
    merge_typed,
    without_items,
)
from svclint.kubernetes.version_changes import ORDER_APPLIED
from svclint.model import Data
from svclint.model.cluster import Version

_ANNOTATION: FieldPath = (("f", "metadata"), ("f", "annotations"), ("f", LAST_APPLIED))
_ANNOTATION_MANAGER = applier("kubectl-last-applied")


class Conflict(NamedTuple):
    """Fields that an apply would change and another manager manages."""

    manager: Manager
    paths: tuple[FieldPath, ...]


class ServerMerge(NamedTuple):
    """The merged object of server-side apply, before the server's own steps.

    ``conflicts`` are those that only ``--force-conflicts`` overrides. ``applied_before`` are the
    fields of this manager so far. ``migrated`` are the managers after kubectl has moved the fields
    of client-side apply to server-side apply, which it then applies again (``apply_again``);
    ``None`` if there is nothing to move.
    """

    merged: Data
    conflicts: tuple[Conflict, ...]
    applied_before: FieldSet
    migrated: Managers | None


def merge_server(
    manifest: Data, live: Data, types: FieldType, options: ApplyOptions, version: Version
) -> ServerMerge:
    """Apply a manifest to the live object, given the ``managedFields`` of the latter.

    Raises ``MergeError`` if the server refuses the manifest.
    """
    require_applicable(manifest, types)
    unmanaged = _without_managed_fields(live)
    managers = read_managers((live.get("metadata") or {}).get("managedFields") or ())
    has_managers = bool(managers)
    before = Manager(BEFORE_FIRST_APPLY, "Update", str(live.get("apiVersion", "")))
    managers = managers or {before: field_set(unmanaged, types)}
    name = options.manager
    managers = _with_adopted(managers, applier(name), options.adopted)
    applied_before = managers.get(applier(name), frozenset())
    merged, after, conflicts = _apply(unmanaged, manifest, types, managers, applier(name))
    merged = _in_order(unmanaged, merged, types, version)
    migrated: Managers | None = None
    if name == KUBECTL:
        conflicts = _without_client_side(conflicts, unmanaged, types)
    if options.applies_again:
        # kubectl does, and so does Argo CD, which runs its code; whatever the field manager.
        migrated = _migrated(after, merged, applier(name))
    if migrated is not None:
        applied_before = migrated[applier(name)]
    if not has_managers:
        # kubectl get hides managedFields; the annotation is all that is left.
        applied_before = field_set(read_last_applied(live) or {}, types)
    return ServerMerge(merged, conflicts, applied_before, migrated)


def _with_adopted(
    managers: Managers, own: Manager, adopted: tuple[tuple[str, str], ...]
) -> Managers:
    """Return managers after ``own`` has taken over the fields of those that it adopts."""
    after: Managers = {}
    for manager, paths in managers.items():
        is_adopted = not manager.subresource and any(
            manager.operation == operation
            and (manager.name == name or (name[-1] == "*" and manager.name.startswith(name[:-1])))
            for name, operation in adopted
        )
        new = own if is_adopted else manager
        after[new] = after.get(new, frozenset()) | paths
    return after


def apply_again(  # noqa: PLR0913, PLR0917 - those of the first apply, and the managers
    manifest: Data, stored: Data, types: FieldType, migrated: Managers, name: str, version: Version
) -> Data:
    """Return what the first apply stored, after kubectl's second apply with migrated managers."""
    stored = _without_managed_fields(stored)
    merged, _, _ = _apply(stored, manifest, types, migrated, applier(name))
    return _in_order(stored, merged, types, version)


def _without_managed_fields(live: Data) -> Data:
    metadata: Data = dict(live.get("metadata") or {})
    metadata.pop("managedFields", None)
    return live | {"metadata": metadata}


def require_applicable(manifest: Data, types: FieldType) -> None:
    """Raise ``MergeError`` if the server refuses a manifest, whatever is live."""
    _require_unique_keys(manifest, types)
    if (manifest.get("metadata") or {}).get("managedFields") is not None:
        raise MergeError("metadata.managedFields must not be set in an applied manifest")


def _require_unique_keys(value: Any, kind: FieldType) -> None:
    """Raise ``MergeError`` for keyed lists that contain a key twice, also within atomic ones."""
    if isinstance(value, dict):
        for key, item in value.items():
            _require_unique_keys(item, kind.field(key))
    elif isinstance(value, list):
        if kind.kind in ("list", "set") and not kind.is_atomic:
            require_unique([item_step(item, kind) for item in value])
        for item in value:
            _require_unique_keys(item, kind.element or SCALAR)


def _apply(
    live: Data, manifest: Data, types: FieldType, managers: Managers, manager: Manager
) -> tuple[Data, Managers, tuple[Conflict, ...]]:
    last = managers.get(manager, frozenset())
    after = managers | {manager: owned(field_set(manifest, types))}
    merged = merge_typed(live, manifest, types)
    if last:
        merged = _pruned(merged, types, last, after)
    changed, removed = (owned(paths) for paths in differences(live, merged, types))
    conflicts: list[Conflict] = []
    for other, paths in list(after.items()):
        if other == manager:
            continue
        taken = paths & changed
        if taken:
            conflicts.append(Conflict(other, tuple(sorted(taken, key=str))))
        after[other] = paths - taken - removed
    after[manager] -= STRIPPED
    return merged, {key: paths for key, paths in after.items() if paths}, tuple(conflicts)


def _in_order(live: Data, merged: Data, types: FieldType, version: Version) -> Data:
    """Return the merged object; the live one if nothing but the order of its items differs."""
    if not ORDER_APPLIED.is_in(version):
        changed, removed = (owned(paths) for paths in differences(live, merged, types))
        return merged if changed or removed else live
    return merged


def _pruned(merged: Data, types: FieldType, last: FieldSet, managers: Managers) -> Data:
    """Return the object without what this manager no longer applies and no other one manages."""
    pruned = without_items(merged, with_parents(last, types), types)
    everything = with_parents(field_set(merged, types), types)
    managed: FieldSet = reduce(frozenset.union, managers.values(), frozenset())
    remaining = with_parents(field_set(pruned, types) | managed, types)
    pruned = without_items(merged, everything - remaining, types)
    # Restore what was removed above although this manager never applied it.
    gone = everything - with_parents(field_set(pruned, types), types)
    result: Data = without_items(merged, gone & with_parents(last, types), types)
    return result


def _without_client_side(
    conflicts: tuple[Conflict, ...], live: Data, types: FieldType
) -> tuple[Conflict, ...]:
    """Return the conflicts without those that the server ignores for kubectl.

    Ignored are fields that still have the value of client-side apply, given its annotation.
    """
    try:
        last_applied = read_last_applied(live)
    except MergeError:
        last_applied = None
    if last_applied is None or last_applied.get("apiVersion") != live.get("apiVersion"):
        return conflicts
    changed, removed = differences(last_applied, live, types)
    allowed = field_set(last_applied, types) - changed - removed
    left = (
        Conflict(manager, tuple(path for path in paths if path not in allowed))
        for manager, paths in conflicts
    )
    return tuple(conflict for conflict in left if conflict.paths)


def _migrated(managers: Managers, merged: Data, mine: Manager) -> Managers | None:
    """Return the managers after kubectl's migration from client-side to server-side apply.

    ``None`` if there is nothing to migrate. kubectl first applies the annotation under another
    manager, so that the second apply does not remove it; but not with a ``--field-manager``.
    """
    holders = [
        manager
        for manager, paths in managers.items()
        if manager.operation == "Update" and not manager.subresource and _ANNOTATION in paths
    ]
    if not holders:
        return None
    after = dict(managers)
    for holder in holders:
        after[mine] = after.get(mine, frozenset()) | after.pop(holder)
    has_applier = any(m.operation == "Apply" and _ANNOTATION in p for m, p in managers.items())
    annotations = (merged.get("metadata") or {}).get("annotations") or {}
    if mine.name == KUBECTL and LAST_APPLIED in annotations and not has_applier:
        after[_ANNOTATION_MANAGER] = after.get(_ANNOTATION_MANAGER, frozenset()) | {_ANNOTATION}
    return after
