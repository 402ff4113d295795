"""The patches of a kustomization, replayed on one object.

Source: ``patches``, ``patchesStrategicMerge`` and ``patchesJson6902`` of a kustomization, and the
transformers that apply them (api/internal/builtins of kustomize).
"""

from __future__ import annotations

from collections.abc import Sequence

from svclint.model import Data
from svclint.model.data import mapping
from svclint.render.kustomize.changes import Change
from svclint.render.kustomize.inline_text import inline_nodes
from svclint.render.kustomize.json_patch import apply_operation
from svclint.render.kustomize.selection import (
    TracedObject,
    has_identity,
    identity_of,
    is_selected,
)
from svclint.render.kustomize.sources import Layer, Sources
from svclint.render.kustomize.strategic_merge import merge
from svclint.render.kustomize.traced import Node, UntraceableError, traced

_NAMES = ["name", "namespace"]


def apply_patches(target: TracedObject, layer: Layer, sources: Sources) -> None:
    """Apply the entries of ``patches``: strategic merge or JSON, with or without a target."""
    for entry in layer.settings.items_of("patches"):
        if target.is_deleted:
            return
        apply_patch(target, entry, layer, sources, "patches")


def apply_json_patches(target: TracedObject, layer: Layer, sources: Sources) -> None:
    """Apply ``patchesJson6902``."""
    for entry in layer.settings.items_of("patchesJson6902"):
        apply_patch(target, entry, layer, sources, "patchesJson6902")


def apply_strategic_merges(target: TracedObject, layer: Layer, sources: Sources) -> None:
    """Apply ``patchesStrategicMerge``: files, or patches as text."""
    for entry in layer.settings.items_of("patchesStrategicMerge"):
        for patch in _nodes(entry, layer, sources, "patchesStrategicMerge"):
            _merge_named(target, patch)


def apply_patch(
    target: TracedObject, entry: Node, layer: Layer, sources: Sources, setting: str
) -> None:
    """Apply a patch with ``path`` or ``patch``, ``target`` and ``options``.

    Raises ``UntraceableError`` if the patch cannot be read or applied.
    """
    selector = entry.field("target")
    if selector is not None and not is_selected(target, mapping(selector.data())):
        return
    for patch in _nodes(entry, layer, sources, setting):
        if target.is_deleted:
            return
        if isinstance(patch.value, list):
            _apply_json(target, patch)
        elif selector is None:
            _merge_named(target, patch)
        else:
            _merge(target, patch, mapping(entry.data_of("options")))
    target.note_identity()


def _apply_json(target: TracedObject, operations: Node) -> None:
    before, target.root = target.root, target.root.copy()
    for operation in operations.items:
        apply_operation(target.root, operation)
    target.changes.append(Change(before, target.root, operations))


def _nodes(entry: Node, layer: Layer, sources: Sources, setting: str) -> list[Node]:
    """Return the documents of a patch; each is read once."""
    known = sources.patches.get(id(entry))
    if known is None:
        known = sources.patches[id(entry)] = entry, _read(entry, layer, sources, setting)
    return known[1]


def _read(entry: Node, layer: Layer, sources: Sources, setting: str) -> list[Node]:
    through = (*entry.place.through, entry.place._replace(setting=setting, through=()))
    written = entry if not entry.is_mapping else entry.field("path")
    if written is None or "\n" in str(written.value):
        written = written or entry.field("patch") or entry.field("jsonOp")
        if written is None:
            raise UntraceableError
        if isinstance(written.value, dict | list):
            # Objects of Flux have patches that are no text.
            return [written]
        return inline_nodes(written, setting, through)
    found = sources.documents(layer.path_of(str(written.value)))
    return [traced(document, (), "", through) for document in found]


def _merge_named(target: TracedObject, patch: Node) -> None:
    """Merge a patch into the object if that is the one that it names."""
    if not target.is_deleted and has_identity(target, identity_of(patch)):
        _merge(target, patch, {})


def _merge(target: TracedObject, patch: Node, options: Data) -> None:
    """Merge a patch; the object keeps its identity, unless the options let it change."""
    merged = merge(target.root, patch, target.ignored)
    metadata = target.root.field("metadata")
    if merged is None:
        target.is_deleted = True
        return
    if metadata is None:
        raise UntraceableError
    kept_names = ["namespace"] if options.get("allowNameChange") is True else _NAMES
    if options.get("allowKindChange") is not True:
        _keep(merged, target.root, ["apiVersion", "kind"])
    named = merged.field("metadata")
    if named is not None:
        _keep(named, metadata, kept_names)
    target.changes.append(Change(target.root, merged, patch))
    target.root = merged
    target.note_identity()


def _keep(merged: Node, before: Node, names: Sequence[str]) -> None:
    for name in names:
        kept = before.field(name)
        if kept is not None:
            merged.value[name] = kept
        else:
            merged.value.pop(name, None)
