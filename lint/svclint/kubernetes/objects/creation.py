"""Create: what the API server validates when a manifest is sent to it for the first time."""

from __future__ import annotations

from svclint.kubernetes.objects.decode import decoded
from svclint.kubernetes.objects.kind import Kind
from svclint.kubernetes.objects.kubernetes_object import KubernetesObject
from svclint.model import Data, ObjectName
from svclint.model.cluster import Version


def object_to_create(
    kind: Kind,
    data: Data,
    object_name: ObjectName,
    version: Version,
    *,
    needs_decoding: bool = True,
) -> KubernetesObject:
    """Return the object that the server validates when a manifest is created.

    Data without nulls and unknown fields is not copied: the object must not be changed then.
    """
    written = decoded(kind, data, version) if needs_decoding else data
    return KubernetesObject(
        kind, written, kind.with_defaults(written, version), object_name, version
    )
