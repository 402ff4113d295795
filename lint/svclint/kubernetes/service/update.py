"""What an apply or a replace will make of a live Service, step by step as the server does it.

merge → decode → default → carry over → release and drop → (the rules judge here) → allocate.
Source: kube-apiserver's update of Services (registry/core/service: beginUpdate, allocateUpdate,
PrepareForUpdate), kubectl's apply, and what is said in the modules of each step.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, NamedTuple

from svclint.kubernetes.merge.client_side import LAST_APPLIED, annotated, go_json, merge_client
from svclint.kubernetes.merge.field_sets import FieldSet, Managers
from svclint.kubernetes.merge.field_types import SERVICE
from svclint.kubernetes.merge.server_side import KUBECTL, Conflict, apply_again, merge_server
from svclint.kubernetes.merge.strategic_patch import MergeProblem
from svclint.kubernetes.merge.typed_objects import field_set
from svclint.kubernetes.service import Service, created
from svclint.kubernetes.service.carry_over import (
    drop_type_dependent_fields,
    inherit_ip_families,
    normalize_cluster_ips,
    patch_allocated_values,
)
from svclint.kubernetes.service.decode import decode
from svclint.kubernetes.service.defaults import apply_defaults
from svclint.kubernetes.service.field_changes import FieldChange, field_changes
from svclint.kubernetes.service.stored import (
    as_stored,
    without_picked_addresses,
    without_picked_numbers,
)
from svclint.model import Data, ObjectName
from svclint.model.cluster import ClusterFacts

CLIENT, SERVER, REPLACE = "client", "server", "replace"


class Ways(NamedTuple):
    """How a manifest is applied: ``how`` is ``client``, ``server`` or ``replace``.

    ``manager`` and ``is_forced`` (``--force-conflicts``) matter to server-side apply alone.
    """

    how: str = CLIENT
    manager: str = KUBECTL
    is_forced: bool = False


class Merge(NamedTuple):
    """What reaches the server's own steps, and what is known of how it came about.

    ``patch`` is what client-side apply sends, ``None`` for the other ways; ``applied_before`` is
    the set of fields that this client applied last, ``None`` where that is unknown;
    ``last_applied`` is the object of client-side apply's annotation; ``migrated`` says who
    manages what when kubectl then applies from the server once more; ``problem`` says why there
    is no merge (then ``merged`` is the manifest alone).
    """

    merged: Data
    patch: Data | None = None
    applied_before: FieldSet | None = None
    last_applied: Data | None = None
    conflicts: tuple[Conflict, ...] = ()
    migrated: Managers | None = None
    problem: str = ""


class Prediction(NamedTuple):
    """The outcome of applying one manifest to one live Service, or of creating it.

    ``service`` is what the server validates; ``after`` is the object as it will be stored if the
    rules find nothing that it refuses (values that the server picks are
    ``svclint.kubernetes.service.stored.ALLOCATED``); ``changes`` are the differences to the live object.
    ``again`` is the outcome of a second apply, which kubectl sends from the server's side where
    the object was applied from the client before; the server judges both.
    """

    ways: Ways
    service: Service
    merge: Merge
    after: Data
    changes: tuple[FieldChange, ...]
    again: Prediction | None = None

    @property
    def written(self) -> Data:
        """The manifest, decoded."""
        return self.service.written

    @property
    def live(self) -> Data:
        """The object before; empty on create."""
        return self.service.live or {}

    @property
    def old(self) -> Data:
        """The spec before; empty on create."""
        spec: Data = self.live.get("spec") or {}
        return spec

    @property
    def new(self) -> Data:
        """The spec as it will be stored."""
        spec: Data = self.after["spec"]
        return spec

    def was_applied(self, *names: str) -> bool:
        """Whether this client applied a field before, as far as that is known."""
        path = tuple(("f", name) for name in names)
        return path in (self.merge.applied_before or ())

    @property
    def is_sent(self) -> bool:
        """Whether the server is asked at all; kubectl does not send an empty patch."""
        return self.merge.patch != {}

    @property
    def is_unchanged(self) -> bool:
        """Whether the object stays as it is."""
        return self.service.live is not None and not self.changes


def predict(
    manifest: Data,
    live: Data | None,
    ways: Ways,
    facts: ClusterFacts,
    object_name: ObjectName,
) -> Prediction:
    """Predict what comes of a manifest that has passed the schema.

    ``live`` is the object as the API shows it, with ``metadata.managedFields`` where it matters
    (kubectl hides them unless asked with ``--show-managed-fields``); ``None`` where there is none.
    """
    if live is None:
        service = created(manifest, object_name, facts.version)
        after = as_stored(service, facts)
        changes = field_changes({}, decode(manifest), after)
        return Prediction(ways, service, Merge(decode(manifest)), after, changes)
    merge = _merge(manifest, live, ways, facts.namespace)
    service = _updated(manifest, merge.merged, live, object_name, facts)
    if merge.patch == {}:
        return Prediction(ways, service, merge, live, ())
    after = as_stored(service, facts)
    changes = field_changes(live, decode(merge.merged), after)
    first = Prediction(ways, service, merge, after, changes)
    if merge.migrated is None:
        return first
    after = without_picked_numbers(after)
    merged = _in_step(apply_again(manifest, after, merge.migrated), manifest, facts.namespace)
    service = _updated(manifest, merged, after, object_name, facts)
    live_between, after = without_picked_addresses(after), as_stored(service, facts)
    effective = without_picked_addresses(service.effective)
    service = Service(service.written, effective, object_name, facts.version, live_between)
    changes = field_changes(live, decode(merged), after)
    again = first._replace(service=service, merge=merge._replace(merged=merged))
    return first._replace(again=again._replace(after=after, changes=changes))


def _merge(manifest: Data, live: Data, ways: Ways, namespace: str) -> Merge:
    try:
        if ways.how == CLIENT:
            client = merge_client(manifest, live, namespace)
            last = client.last_applied
            before = None if last is None else field_set(last, SERVICE)
            return Merge(client.merged, client.patch, before, last)
        if ways.how == SERVER:
            return _server_merge(manifest, live, ways, namespace)
    except MergeProblem as problem:
        return Merge(manifest, problem=str(problem))
    return Merge(manifest)


def _server_merge(manifest: Data, live: Data, ways: Ways, namespace: str) -> Merge:
    server = merge_server(manifest, live, ways.manager)
    merged = server.merged
    if ways.manager == KUBECTL:
        merged = _in_step(merged, manifest, namespace)
    return Merge(
        merged,
        applied_before=server.applied_before,
        conflicts=server.conflicts,
        migrated=server.migrated,
    )


def _in_step(merged: Data, manifest: Data, namespace: str) -> Data:
    """Keep the annotation of client-side apply in step, as the server does for kubectl."""
    metadata: Data = merged.get("metadata") or {}
    annotations: Data = metadata.get("annotations") or {}
    if not annotations.get(LAST_APPLIED):
        return merged
    text = go_json(_without_annotation(manifest, namespace)) + "\n"
    return merged | {"metadata": metadata | {"annotations": annotations | {LAST_APPLIED: text}}}


def _without_annotation(manifest: Data, namespace: str) -> Data:
    bare = annotated(manifest, namespace)
    metadata: Data = dict(bare["metadata"])
    annotations = {k: v for k, v in metadata.pop("annotations").items() if k != LAST_APPLIED}
    return bare | {"metadata": metadata | ({"annotations": annotations} if annotations else {})}


def _updated(
    manifest: Data, merged: Data, live: Data, object_name: ObjectName, facts: ClusterFacts
) -> Service:
    effective = decode(merged)
    apply_defaults(effective)
    new: Data = effective["spec"]
    old: Data = live.get("spec") or {}
    patch_allocated_values(new, old)
    normalize_cluster_ips(new, old)
    inherit_ip_families(new, old)
    drop_type_dependent_fields(new, old)
    _keep_system_metadata(effective["metadata"], live.get("metadata") or {})
    written: Any = decode(deepcopy(manifest))
    return Service(written, effective, object_name, facts.version, live)


def _keep_system_metadata(metadata: Data, live: Data) -> None:
    """Take over what a client cannot set (BeforeUpdate of the registry)."""
    for name in ("generation", "creationTimestamp"):
        metadata.pop(name, None)
        if name in live:
            metadata[name] = live[name]
