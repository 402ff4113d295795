"""Predict what an apply or a replace makes of a live Service, in the steps of the API server.

merge → decode → default → carry over → release and drop → (validate: the rules) → allocate.

Source: the update of Services in kube-apiserver (pkg/registry/core/service: beginUpdate,
allocateUpdate, PrepareForUpdate) and the apply of kubectl; the module of each step names its own.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, NamedTuple

from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.merge.field_sets import Managers
from svclint.kubernetes.merge.server_side import apply_again
from svclint.kubernetes.service.carry_over import (
    drop_type_dependent_fields,
    inherit_ip_families,
    normalize_cluster_ips,
    patch_allocated_values,
)
from svclint.kubernetes.service.creation import created
from svclint.kubernetes.service.decode import decode
from svclint.kubernetes.service.defaults import apply_defaults
from svclint.kubernetes.service.field_changes import FieldChange, field_changes
from svclint.kubernetes.service.merging import Merge, merge_into, with_last_applied
from svclint.kubernetes.service.service import Service
from svclint.kubernetes.service.stored import (
    as_stored,
    without_chosen_cluster_ips,
    without_chosen_node_ports,
)
from svclint.model import Data, ObjectName
from svclint.model.cluster import ClusterFacts, Version


class Prediction(NamedTuple):
    """The outcome of creating a Service, or of applying a manifest to a live one.

    ``service`` is what the server validates. ``after`` is the stored object if validation finds
    nothing to refuse; values that the server chooses are ``stored.ALLOCATED``. ``changes`` are
    the differences to the live object. ``second_apply`` is the outcome of the server-side apply
    that kubectl sends in addition if the object was applied client-side before; the server
    validates both.
    """

    apply_options: ApplyOptions
    service: Service
    merge: Merge
    after: Data
    changes: tuple[FieldChange, ...]
    second_apply: Prediction | None = None

    @property
    def written(self) -> Data:
        """The manifest, decoded."""
        return self.service.written

    @property
    def live(self) -> Data:
        """The object before the update; empty on create."""
        return self.service.live or {}

    @property
    def old(self) -> Data:
        """The spec before the update; empty on create."""
        spec: Data = self.live.get("spec") or {}
        return spec

    @property
    def new(self) -> Data:
        """The spec as it will be stored."""
        spec: Data = self.after["spec"]
        return spec

    def was_applied(self, *names: str) -> bool:
        """Return whether this client is known to have applied a field before."""
        path = tuple(("f", name) for name in names)
        return path in (self.merge.applied_before or ())

    @property
    def is_sent(self) -> bool:
        """Whether a request is sent at all; kubectl does not send an empty patch."""
        return self.merge.patch != {}

    @property
    def is_unchanged(self) -> bool:
        """Whether the object stays as it is."""
        return self.service.live is not None and not self.changes


def predict(
    manifest: Data,
    live: Data | None,
    apply_options: ApplyOptions,
    facts: ClusterFacts,
    object_name: ObjectName,
) -> Prediction:
    """Return the outcome of applying a manifest that has passed the schema.

    ``live`` is the object as the API returns it, ``None`` if there is none. Server-side apply
    needs its ``metadata.managedFields`` (kubectl prints them with ``--show-managed-fields``).
    """
    if live is None:
        service = created(manifest, object_name, facts.version)
        after = as_stored(service, facts)
        changes = field_changes({}, decode(manifest), after)
        return Prediction(apply_options, service, Merge(decode(manifest)), after, changes)
    live = _read(live, facts.version)
    merge = merge_into(live, manifest, apply_options, facts, object_name)
    service = _updated(manifest, merge.merged, live, object_name, facts)
    if merge.patch == {}:
        return Prediction(apply_options, service, merge, live, ())
    after = as_stored(service, facts)
    changes = field_changes(live, decode(merge.merged), after)
    prediction = Prediction(apply_options, service, merge, after, changes)
    if merge.migrated is None:
        return prediction
    return prediction._replace(
        second_apply=_second_apply(prediction, manifest, merge.migrated, facts)
    )


def _read(live: Data, version: Version) -> Data:
    """Return a live object as a server of some version reads it from its storage: with defaults."""
    spec = deepcopy(live.get("spec") or {})
    apply_defaults({"spec": spec}, version)
    return live | {"spec": spec}


def _second_apply(
    first: Prediction, manifest: Data, managers: Managers, facts: ClusterFacts
) -> Prediction:
    """Return the outcome of kubectl's server-side apply after the first one was accepted.

    Nobody knows the values that the server has chosen in between, so they are left out.
    """
    object_name = first.service.object_name
    between = without_chosen_node_ports(first.after)
    merged = apply_again(manifest, between, managers, facts.version)
    merged = with_last_applied(merged, manifest, facts.namespace)
    service = _updated(manifest, merged, between, object_name, facts)
    after = as_stored(service, facts)
    return first._replace(
        service=Service(
            service.written,
            without_chosen_cluster_ips(service.effective),
            object_name,
            facts.version,
            without_chosen_cluster_ips(between),
        ),
        merge=first.merge._replace(merged=merged),
        after=after,
        changes=field_changes(first.live, decode(merged), after),
    )


def _updated(
    manifest: Data, merged: Data, live: Data, object_name: ObjectName, facts: ClusterFacts
) -> Service:
    effective = decode(merged)
    apply_defaults(effective, facts.version)
    new: Data = effective["spec"]
    old: Data = live.get("spec") or {}
    patch_allocated_values(new, old, facts.version)
    normalize_cluster_ips(new, old)
    inherit_ip_families(new, old)
    drop_type_dependent_fields(new, old, facts.version)
    _restore_system_metadata(effective["metadata"], live.get("metadata") or {})
    written: Any = decode(deepcopy(manifest))
    return Service(written, effective, object_name, facts.version, live)


def _restore_system_metadata(metadata: Data, live: Data) -> None:
    """Set the fields that a client cannot change (BeforeUpdate in registry/rest/update.go)."""
    for name in ("generation", "creationTimestamp"):
        metadata.pop(name, None)
        if name in live:
            metadata[name] = live[name]
