"""The stored object: what the API returns after a create or an update of any kind.

Source: the ``omitempty`` fields of k8s.io/api, and BeforeUpdate in registry/rest/update.go.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from svclint.kubernetes.merge.field_types import FieldType
from svclint.kubernetes.objects.kubernetes_object import Checked, KubernetesObject
from svclint.kubernetes.objects.update_steps import UpdateSteps
from svclint.model import Data
from svclint.model.cluster import ClusterFacts

_SYSTEM = ("uid", "resourceVersion", "creationTimestamp", "generation", "deletionTimestamp")


def as_stored(steps: UpdateSteps[Checked], checked: Checked, facts: ClusterFacts) -> Data:
    """Return the object as ``kubectl get -o json`` prints it, if the server accepts it.

    On create, uid and the like are left out; on update, they are those of the live object.
    """
    kind = steps.kind
    stored = {
        "metadata": _metadata(checked, facts.namespace),
        **deepcopy(steps.stored_fields(checked, facts)),
    }
    shown = without_empty(stored, steps.types(facts.version))
    return {"apiVersion": kind.api_version, "kind": kind.name, **shown}


def _metadata(checked: KubernetesObject, namespace: str) -> Data:
    metadata = deepcopy(checked.metadata)
    live: Data = (checked.live or {}).get("metadata") or {}
    for name in ("managedFields", "selfLink", *_SYSTEM):
        metadata.pop(name, None)
    metadata.update({name: live[name] for name in _SYSTEM if name in live})
    if checked.kind.is_namespaced:
        metadata["namespace"] = metadata.get("namespace") or live.get("namespace") or namespace
    else:
        metadata.pop("namespace", None)
    return metadata


def without_empty(data: Data, types: FieldType) -> Data:
    """Return an object without the fields that Go's ``omitempty`` leaves out.

    ``status`` stays as it is.
    """
    shown: Data = {}
    for name, value in data.items():
        kind = types.field(name)
        item = value if name == "status" else _shown(value, kind)
        if kind.is_pointer or item not in (None, "", 0, [], {}):
            shown[name] = item
    return shown


def _shown(value: Any, types: FieldType) -> Any:
    if isinstance(value, dict) and types.kind != "map":
        return without_empty(value, types)
    if isinstance(value, list):
        return [_shown(item, types.element or types) for item in value]
    return value
