"""Predict what an apply or a replace makes of a live object, in the steps of the API server.

merge → decode → default → carry over → (validate: the rules) → allocate and store.

Source: kube-apiserver's generic registry (BeforeUpdate in registry/rest/update.go), the strategy
of each kind (pkg/registry), and the apply of kubectl; the module of each step names its own.
"""

from __future__ import annotations

from dataclasses import replace

from svclint.kubernetes.merge.apply_options import KUBECTL, ApplyOptions
from svclint.kubernetes.merge.field_sets import Managers
from svclint.kubernetes.merge.server_side import apply_again
from svclint.kubernetes.objects.decode import decoded
from svclint.kubernetes.objects.field_changes import FieldChange, field_changes
from svclint.kubernetes.objects.kubernetes_object import Checked
from svclint.kubernetes.objects.merging import (
    Merge,
    merge_into,
    merge_new,
    merging_of,
    with_last_applied,
)
from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.objects.stored import as_stored, without_empty
from svclint.kubernetes.objects.update_steps import UpdateSteps
from svclint.model import Data, ObjectName
from svclint.model.cluster import ClusterFacts


def predict(  # noqa: PLR0913, PLR0917 - one argument for each form and fact
    steps: UpdateSteps[Checked],
    manifest: Data,
    live: Data | None,
    apply_options: ApplyOptions,
    facts: ClusterFacts,
    object_name: ObjectName,
) -> Prediction[Checked]:
    """Return the outcome of applying a manifest that has passed the schema.

    ``live`` is the object as the API returns it, ``None`` if there is none. Server-side apply
    needs its ``metadata.managedFields`` (kubectl prints them with ``--show-managed-fields``).
    """
    types = steps.types(facts.version)
    if live is None:
        checked = steps.create(manifest, object_name, facts.version)
        written, after = checked.written, as_stored(steps, checked, facts)
        changes = field_changes({}, written, after, types)
        merge = merge_new(manifest, written, types, apply_options)
        return Prediction(apply_options, checked, merge, after, changes, types)
    # What the server reads from its storage has the defaults of its version.
    live = steps.kind.with_defaults(live, facts.version)
    merging = merging_of(steps.kind, types, apply_options, facts)
    merge = merge_into(live, manifest, merging, object_name)
    checked = _updated(steps, manifest, merge.merged, live, object_name, facts)
    if merge.patch == {}:
        return Prediction(apply_options, checked, merge, live, (), types)
    after, changes = _outcome(steps, checked, live, merge.merged, facts)
    prediction = Prediction(apply_options, checked, merge, after, changes, types)
    if apply_options.tries_first and apply_options.adopted:
        # The tool takes over the fields of others after a dry run without them.
        tried = apply_options._replace(adopted=())
        dry_run = predict(steps, manifest, live, tried, facts, object_name)
        return replace(dry_run, next_apply=prediction)
    if merge.migrated is None:
        return prediction
    following = _second_apply(steps, prediction, manifest, merge.migrated, facts)
    return replace(prediction, next_apply=following)


def skipped(
    steps: UpdateSteps[Checked],
    live: Data | None,
    apply_options: ApplyOptions,
    facts: ClusterFacts,
    object_name: ObjectName,
) -> Prediction[Checked]:
    """Return the outcome for an object that the tool does not apply: the live one, if any."""
    if live is None:
        checked = steps.create({"metadata": {}, "spec": {}}, object_name, facts.version)
    else:
        checked = steps.make(live, live, object_name, facts.version, live)
    types, after = steps.types(facts.version), live or {}
    return Prediction(apply_options, checked, Merge(after), after, (), types, is_skipped=True)


def recreated(
    creation: Prediction[Checked], live: Data, facts: ClusterFacts
) -> Prediction[Checked]:
    """Return the creation of an object as what follows the deletion of the live one."""
    before = without_empty(live, creation.types)
    changes = field_changes(before, creation.checked.effective, creation.after, creation.types)
    return replace(creation, changes=changes, is_recreated=True)


def _outcome(
    steps: UpdateSteps[Checked], checked: Checked, live: Data, merged: Data, facts: ClusterFacts
) -> tuple[Data, tuple[FieldChange, ...]]:
    """Return the object as it will be stored, and its differences to the live one."""
    types, after = steps.types(facts.version), as_stored(steps, checked, facts)
    before = without_empty(live, types)
    requested = decoded(steps.kind, merged, facts.version)
    return after, field_changes(before, requested, after, types)


def _second_apply(
    steps: UpdateSteps[Checked],
    first: Prediction[Checked],
    manifest: Data,
    managers: Managers,
    facts: ClusterFacts,
) -> Prediction[Checked]:
    """Return the outcome of kubectl's server-side apply after the first one was accepted.

    Nobody knows the values that the server has chosen in between, so they are left out.
    """
    object_name = first.checked.object_name
    between = steps.between_applies(first.after)
    again = apply_again(
        manifest, between, first.types, managers, first.apply_options.manager, facts.version
    )
    merging = merging_of(steps.kind, first.types, first.apply_options, facts)
    merged = again
    if first.apply_options.manager == KUBECTL:
        merged = with_last_applied(again, manifest, merging)
    checked = _updated(steps, manifest, merged, between, object_name, facts)
    after, changes = _outcome(steps, checked, first.live, merged, facts)
    validated = steps.make(
        checked.written,
        steps.validated_again(checked.effective),
        object_name,
        facts.version,
        steps.validated_again(between),
    )
    return replace(
        first,
        checked=validated,
        merge=first.merge._replace(merged=merged),
        after=after,
        changes=changes,
    )


def _updated(  # noqa: PLR0913, PLR0917 - one argument for each form and fact
    steps: UpdateSteps[Checked],
    manifest: Data,
    merged: Data,
    live: Data,
    object_name: ObjectName,
    facts: ClusterFacts,
) -> Checked:
    request = decoded(steps.kind, merged, facts.version)
    effective = steps.kind.with_defaults(request, facts.version)
    steps.carry_over(effective, live, facts.version)
    _restore_system_metadata(effective["metadata"], live.get("metadata") or {})
    written = decoded(steps.kind, manifest, facts.version)
    return steps.make(written, effective, object_name, facts.version, live)


def _restore_system_metadata(metadata: Data, live: Data) -> None:
    """Set the fields that a client cannot change (BeforeUpdate in registry/rest/update.go)."""
    for name in ("generation", "creationTimestamp"):
        metadata.pop(name, None)
        if name in live:
            metadata[name] = live[name]
