"""Merging: what reaches the server of a manifest and the live object, by who applies it."""

from __future__ import annotations

from typing import NamedTuple

from svclint.kubernetes.merge.apply_options import CLIENT, KUBECTL, SERVER, ApplyOptions, Release
from svclint.kubernetes.merge.client_side import (
    LAST_APPLIED,
    annotated,
    go_json,
    merge_client,
    merge_release,
)
from svclint.kubernetes.merge.errors import MergeError
from svclint.kubernetes.merge.field_sets import FieldSet, Managers
from svclint.kubernetes.merge.field_types import FieldType
from svclint.kubernetes.merge.server_side import Conflict, merge_server, require_applicable
from svclint.kubernetes.merge.typed_objects import field_set
from svclint.kubernetes.objects.kind import Kind
from svclint.model import Data, ObjectName
from svclint.model.cluster import ClusterFacts, Version


class Merge(NamedTuple):
    """The object that reaches the server's own steps, and how it came about.

    ``patch`` is what client-side apply sends, ``None`` for the other methods. ``applied_before``
    is the set of fields that this client applied last, ``None`` if unknown. ``last_applied`` is
    the object in the annotation of client-side apply. ``migrated`` are the field managers if
    kubectl sends a second, server-side apply. ``problem`` is why the merge fails; ``merged`` is
    the manifest alone then.
    """

    merged: Data
    patch: Data | None = None
    applied_before: FieldSet | None = None
    last_applied: Data | None = None
    conflicts: tuple[Conflict, ...] = ()
    migrated: Managers | None = None
    problem: str = ""


class Merging(NamedTuple):
    """How objects of a kind merge: the types of their fields, who applies them, and where.

    ``namespace`` is that of a manifest without one; empty for a cluster-scoped kind.
    """

    types: FieldType
    apply_options: ApplyOptions
    version: Version
    namespace: str


def merging_of(
    kind: Kind, types: FieldType, apply_options: ApplyOptions, facts: ClusterFacts
) -> Merging:
    """Return how objects of a kind merge in a cluster."""
    namespace = facts.namespace if kind.is_namespaced else ""
    return Merging(types, apply_options, facts.version, namespace)


def merge_into(live: Data, manifest: Data, merging: Merging, object_name: ObjectName) -> Merge:
    """Return what a client or the server merges from a manifest and the live object."""
    types, apply_options, version, namespace = merging
    if apply_options.marks:
        manifest = _with_marks(manifest, live, apply_options)
    try:
        if apply_options.method == CLIENT:
            if apply_options.previous is None:
                client = merge_client(manifest, live, types, namespace, version)
            else:
                previous = _released(apply_options.previous, object_name, namespace)
                client = merge_release(manifest, live, types, previous)
            last = client.last_applied
            before = None if last is None else field_set(last, types)
            return Merge(client.merged, client.patch, before, last)
        if apply_options.method == SERVER:
            return _server_merge(manifest, live, merging)
    except MergeError as error:
        return Merge(manifest, problem=str(error))
    if (manifest["metadata"].get("annotations") or {}).get(LAST_APPLIED):
        # kubectl replace keeps an annotation that was exported up to date.
        manifest = annotated(manifest, namespace, version)
    return Merge(manifest)


def merge_new(
    manifest: Data, written: Data, types: FieldType, apply_options: ApplyOptions
) -> Merge:
    """Return what reaches the server of a new object, which it has decoded as ``written``."""
    if apply_options.method == SERVER:
        try:
            require_applicable(manifest, types)
        except MergeError as error:
            return Merge(written, problem=str(error))
    return Merge(written)


def _released(previous: Release, object_name: ObjectName, namespace: str) -> Data | None:
    """Return a manifest of the last release, in which charts often leave the namespace out."""
    place = object_name._replace(namespace=object_name.namespace or namespace)
    return previous.get(place) or previous.get(object_name._replace(namespace=""))


def _with_marks(manifest: Data, live: Data, apply_options: ApplyOptions) -> Data:
    """Return a manifest with the labels and annotations that the tool adds, as they are live."""
    metadata: Data = dict(manifest.get("metadata") or {})
    for name in ("labels", "annotations"):
        stored: Data = (live.get("metadata") or {}).get(name) or {}
        marks = {key: value for key, value in stored.items() if apply_options.is_mark(key)}
        if marks:
            metadata[name] = marks | (metadata.get(name) or {})
    return manifest | {"metadata": metadata}


def _server_merge(manifest: Data, live: Data, merging: Merging) -> Merge:
    types, apply_options, version, _ = merging
    server = merge_server(manifest, live, types, apply_options, version)
    merged = server.merged
    if apply_options.manager == KUBECTL:
        merged = with_last_applied(merged, manifest, merging)
    return Merge(
        merged,
        applied_before=server.applied_before,
        conflicts=server.conflicts,
        migrated=server.migrated,
    )


def with_last_applied(merged: Data, manifest: Data, merging: Merging) -> Data:
    """Update the annotation of client-side apply as well, as the server does for kubectl."""
    metadata: Data = merged.get("metadata") or {}
    annotations: Data = metadata.get("annotations") or {}
    if not annotations.get(LAST_APPLIED):
        return merged
    text = go_json(_without_annotation(manifest, merging)) + "\n"
    return merged | {"metadata": metadata | {"annotations": annotations | {LAST_APPLIED: text}}}


def _without_annotation(manifest: Data, merging: Merging) -> Data:
    object_ = annotated(manifest, merging.namespace, merging.version)
    metadata: Data = dict(object_["metadata"])
    annotations = {k: v for k, v in metadata.pop("annotations").items() if k != LAST_APPLIED}
    return object_ | {"metadata": metadata | ({"annotations": annotations} if annotations else {})}
