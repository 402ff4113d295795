"""Create: what the API server validates when a manifest is sent to it for the first time."""

from __future__ import annotations

from svclint.kubernetes.objects.decode import decode
from svclint.kubernetes.objects.kind import Kind
from svclint.kubernetes.objects.kubernetes_object import KubernetesObject
from svclint.kubernetes.schema import load_known
from svclint.model import Data, ObjectName
from svclint.model.cluster import Version, version_text


def object_to_check(  # noqa: PLR0913 - one argument for each form and fact
    kind: Kind,
    data: Data,
    object_name: ObjectName,
    version: Version,
    live: Data | None = None,
    *,
    needs_decoding: bool = True,
) -> KubernetesObject:
    """Return the object that the server validates when a manifest is created.

    If it is ``live`` already, the manifest is taken for the whole object, as in a replace.
    Data without nulls and unknown fields is not copied: the object must not be changed then.
    """
    written = data
    if needs_decoding:
        schema = load_known(version_text(version), kind.api_version, kind.name)
        written = decode(data, schema)
    return KubernetesObject(kind, written, kind.with_defaults(written), object_name, version, live)
