"""Create: what the API server validates when a manifest is sent to it for the first time."""

from __future__ import annotations

from svclint.kubernetes.objects.decode import decoded
from svclint.kubernetes.service.kind import SERVICE
from svclint.kubernetes.service.service import Service
from svclint.model import Data, ObjectName
from svclint.model.cluster import Version


def created(
    data: Data, object_name: ObjectName, version: Version, *, has_nulls: bool = True
) -> Service:
    """Return the Service that the server validates when a manifest is created.

    Data without nulls is not copied: the Service must not be changed then.
    """
    written = decoded(SERVICE, data, version) if has_nulls else {"metadata": {}, "spec": {}, **data}
    effective = SERVICE.with_defaults(written, version)
    spec = effective["spec"]
    if spec.get("clusterIP") and not spec.get("clusterIPs"):
        spec["clusterIPs"] = [spec["clusterIP"]]
    return Service(written, effective, object_name, version)
